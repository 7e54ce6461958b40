import { EventEmitter } from 'node:events';
import type { KeyvStoreAdapter, StoredData } from 'keyv';
import type { RedisLink } from './redis-link.ts';

/** Sorted sets with all scores 0 are in the order of their bytes; `;` is in no key of ours. */
const ALL = ';namespaces';
const indexOf = (namespace: string | undefined): string => `${namespace ?? ''};keys`;

/** Each takes effect whole or not at all, with the index: KEYS index, ;namespaces. ARGV namespace, key. */
const DELETE = `
  redis.call('ZREM', KEYS[1], ARGV[2])
  if redis.call('EXISTS', KEYS[1]) == 0 then redis.call('ZREM', KEYS[2], ARGV[1]) end
  return redis.call('UNLINK', ARGV[2])`;
const ADD = `
  if not redis.call('SET', ARGV[2], ARGV[3], 'NX') then
    return redis.call('GET', ARGV[2]) == ARGV[3] and 1 or 0
  end
  redis.call('ZADD', KEYS[1], 0, ARGV[2])
  redis.call('ZADD', KEYS[2], 0, ARGV[1])
  return 1`;
const CLEAR = `
  for _, key in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do redis.call('UNLINK', key) end
  redis.call('ZREM', KEYS[2], ARGV[1])
  return redis.call('UNLINK', KEYS[1])`;

/** keyv's type says that a store gives values; it gives the text that keyv itself wrote and reads again. */
type Stored<Value> = StoredData<Value> | undefined;

/**
 * A keyv store in Redis for one namespace. Beside keyv's keys lies a sorted set of them, written in
 * the same MULTI, so that the greatest keys and the keys to clear are found without walking the
 * database: O(log N) more for each write, O(log N + n) for the last n. A key that expires stays in
 * the set; dotp lets none expire.
 *
 * A write resolves when the server has answered EXEC. What that is worth is the server's setting:
 * with `appendonly yes` and `appendfsync always` it is on the disk by then; with `everysec` a power
 * cut takes up to two seconds of confirmed writes; without the append-only file all since the last
 * snapshot. `maxmemory-policy` must be `noeviction`.
 */
export function redisStore(link: RedisLink): KeyvStoreAdapter {
  const store: KeyvStoreAdapter = Object.assign(new EventEmitter(), {
    opts: { dialect: 'redis', url: '' },
    get: <Value>(key: string) => link.run((_, keyv) => keyv.get(key) as Promise<Stored<Value>>),
    has: (key: string) => link.run((_, keyv) => keyv.has(key)),
    getMany: <Value>(keys: string[]) => link.run((_, keyv) => keyv.getMany(keys) as Promise<Stored<Value>[]>),
    set: (key: string, value: string, ttl?: number) =>
      link.run(async (client) => {
        await client
          .multi()
          .zAdd(indexOf(store.namespace), { score: 0, value: key })
          .zAdd(ALL, { score: 0, value: store.namespace ?? '' })
          .set(key, value, ttl === undefined ? {} : { PX: ttl })
          .exec();
      }),
    delete: (key: string) => script(link, store.namespace, DELETE, key),
    clear: async () => {
      await script(link, store.namespace, CLEAR);
    },
  });
  return store;
}

const script = (
  link: RedisLink,
  namespace: string | undefined,
  text: string,
  ...more: string[]
): Promise<boolean> =>
  link.run(async (client) => {
    const keys = [indexOf(namespace), ALL];
    return (await client.eval(text, { keys, arguments: [namespace ?? '', ...more] })) === 1;
  });

/**
 * Sets what is not there; false when it was. A link that breaks runs this again: no other addition
 * writes the same text, so one whose answer was lost finds its own and still says true.
 */
export const addToRedis = (link: RedisLink, namespace: string, key: string, text: string): Promise<boolean> =>
  script(link, namespace, ADD, `${namespace}:${key}`, text);

/** The `n` greatest keys of a namespace, greatest first, without the namespace. */
export async function lastRedisKeys(link: RedisLink, namespace: string, n: number): Promise<string[]> {
  if (n <= 0) return [];
  const range = { BY: 'LEX', REV: true, LIMIT: { offset: 0, count: n } } as const;
  const keys = await link.run((client) => client.zRange(indexOf(namespace), '+', '-', range));
  return keys.map((key) => key.slice(namespace.length + 1));
}

/** The `n` smallest keys of a namespace that begin so, smallest first, without the namespace. */
export async function redisKeys(
  link: RedisLink,
  namespace: string,
  prefix: string,
  n = -1,
): Promise<string[]> {
  if (n === 0) return [];
  const [from, to] = [`[${namespace}:${prefix}`, `[${namespace}:${prefix}~~`];
  const range = { BY: 'LEX', LIMIT: { offset: 0, count: n } } as const;
  const keys = await link.run((client) => client.zRange(indexOf(namespace), from, to, range));
  return keys.map((key) => key.slice(namespace.length + 1));
}

/** Namespaces that begin so and hold a key. */
export const redisNamespaces = (link: RedisLink, prefix: string): Promise<string[]> =>
  link.run((client) => client.zRange(ALL, `[${prefix}`, `[${prefix}~~`, { BY: 'LEX' }));
