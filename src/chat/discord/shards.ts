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
 * @returns undefined for what names no shards
 */
export function shardsOf(text: string): Shards | undefined {
  const [, ids = '', count = ''] = /^\s*(\d+(?:\s*,\s*\d+)*)\s*\/\s*(\d+)\s*$/.exec(text) ?? [];
  const shards = { ids: ids.split(',').map(Number), count: Number(count) };
  return ids !== '' && shards.ids.every((id) => id < shards.count) ? shards : undefined;
}
