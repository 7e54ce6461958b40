import { DiscordError } from './errors.ts';

/** The part of the servers that one process hears. */
export interface Shards {
  readonly ids: readonly number[];
  /** Of all processes together. */
  readonly count: number;
}

/**
 * `DISCORD_SHARDS`: `0,1/4` is the first two of four. Without it a process hears all servers, over as many
 * connections as Discord advises; a process that the library's ShardingManager started is told its part by it.
 *
 * @throws {DiscordError} `shards-malformed`
 */
export function shardsOf(text: string | undefined): Shards | undefined {
  if (text === undefined || text.trim() === '') return undefined;
  const [, ids = '', count = ''] = /^\s*(\d+(?:\s*,\s*\d+)*)\s*\/\s*(\d+)\s*$/.exec(text) ?? [];
  const shards = { ids: ids.split(',').map(Number), count: Number(count) };
  if (ids !== '' && shards.ids.every((id) => id < shards.count)) return shards;
  throw new DiscordError({
    code: 'shards-malformed',
    what: 'DISCORD_SHARDS does not name shards.',
    where: text,
    fix: 'Write which of how many, counted from 0, as 0,1/4; or leave it out.',
  });
}
