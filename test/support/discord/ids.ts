/** Discord's ids: milliseconds since 2015 in the upper 42 bits, so that a later one is greater. */
import { createHash } from 'node:crypto';

const EPOCH = Date.UTC(2015, 0, 1);
/** A fixed beginning: the same test makes the same ids. */
const BEGINNING = Date.UTC(2026, 0, 5, 9);

export interface Snowflakes {
  next(): string;
}

/** One millisecond apart. */
export function snowflakes(): Snowflakes {
  let now = BEGINNING;
  return {
    next() {
      now += 1;
      return String(BigInt(now - EPOCH) << 22n);
    },
  };
}

/** When an id was made, as the API writes it. */
export const timeOf = (id: string): string => new Date(Number(BigInt(id) >> 22n) + EPOCH).toISOString();

/** Guilds are spread over shards by their id; direct messages are the first shard's. */
export const shardOf = (guild: string | undefined, shards: number): number =>
  guild === undefined ? 0 : Number((BigInt(guild) >> 22n) % BigInt(shards));

/** A token says whose it is, as the real ones do, and has their length. */
export const tokenOf = (interaction: string): string => {
  const proof = createHash('sha512').update(interaction).digest('hex');
  return Buffer.from(`interaction:${interaction}:${proof}`).toString('base64url');
};

export const idInToken = (token: string): string =>
  Buffer.from(token, 'base64url').toString().split(':')[1] ?? '';
