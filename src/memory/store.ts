import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import Keyv from 'keyv';
import { MemoryError } from './errors.ts';
import { guarded } from './guarded.ts';
import { addToLmdb, keysFrom, lastKeys, lmdbNamespaces, lmdbStore, openDatabase } from './lmdb-store.ts';
import { type RedisLink, redisLink } from './redis-link.ts';
import { addToRedis, lastRedisKeys, redisKeys, redisNamespaces, redisStore } from './redis-store.ts';

/** Keys of one namespace. Everything outside this file speaks to stores through this, not through keyv. */
export interface Space {
  get(key: string): Promise<unknown>;
  /** Resolves when the value cannot be lost any more. */
  set(key: string, value: unknown): Promise<void>;
  /**
   * Sets what is not there yet. Of all who add the same key, in whatever process, one is told true.
   * @returns when whatever is there cannot be lost any more: whether it is this value
   */
  add(key: string, value: unknown): Promise<boolean>;
  delete(key: string): Promise<void>;
  clear(): Promise<void>;
  /** The `n` greatest keys, greatest first. */
  lastKeys(n: number): Promise<readonly string[]>;
  /** The `n` smallest keys that begin so, smallest first; all of them without `n`. */
  keys(prefix: string, n?: number): Promise<readonly string[]>;
}

export interface Store {
  space(namespace: string): Space;
  /** Namespaces that begin so and hold a key, in no stated order. */
  namespaces(prefix: string): Promise<readonly string[]>;
  close(): Promise<void>;
}

/**
 * The store that an address names: none for the embedded one in `home/store`, `redis://` for a server
 * that several machines share, `memory:` for one that ends with the process. Redis is connected to
 * by the first work, whose error says when it cannot be.
 *
 * @throws {MemoryError} `store-unknown`, `redis-address`, `store-unopened`
 */
export function openStore(url: string | undefined, home: string): Store {
  if (url === undefined || url === '') return embedded(join(home, 'store'));
  if (url === 'memory:') return inMemory();
  if (/^rediss?:/.test(url)) return inRedis(redisLink(url));
  throw new MemoryError({
    code: 'store-unknown',
    what: 'This is no address of a store.',
    // The address itself is not repeated: it may hold a password.
    where: `DOTP_STORE, ${/^[a-z][a-z0-9+.-]*:/i.exec(url)?.[0] ?? 'no scheme'}`,
    fix: 'Leave DOTP_STORE unset for the embedded store, or set it to redis://host:6379, or to memory: for one that is forgotten.',
  });
}

function embedded(folder: string): Store {
  const database = openDatabase(folder);
  return guarded({
    space(namespace) {
      // An adapter for each space: keyv keeps its namespace in the adapter.
      const keyv = new Keyv({
        store: lmdbStore(database),
        namespace,
        throwOnErrors: true,
        emitErrors: false,
      });
      return {
        ...spaceOf(keyv),
        add: async (key, value) => addToLmdb(database, `${namespace}:${key}`, await textOf(keyv, value)),
        lastKeys: async (n) => lastKeys(database, namespace, n),
        keys: async (prefix, n) => keysFrom(database, namespace, prefix, n),
      };
    },
    namespaces: async (prefix) => lmdbNamespaces(database, prefix),
    close: () => database.close(),
  });
}

/** Spaces of one link; who tests gives it other patience. */
export function inRedis(link: RedisLink): Store {
  return guarded({
    space(namespace) {
      const keyv = new Keyv({ store: redisStore(link), namespace, throwOnErrors: true, emitErrors: false });
      return {
        ...spaceOf(keyv),
        add: async (key, value) => addToRedis(link, namespace, key, await textOf(keyv, value)),
        lastKeys: (n) => lastRedisKeys(link, namespace, n),
        keys: (prefix, n) => redisKeys(link, namespace, prefix, n),
      };
    },
    namespaces: (prefix) => redisNamespaces(link, prefix),
    close: () => link.close(),
  });
}

function inMemory(): Store {
  const spaces = new Map<string, Map<string, string>>();
  return guarded({
    space(namespace) {
      const entries = spaces.get(namespace) ?? new Map<string, string>();
      spaces.set(namespace, entries);
      const keyv = new Keyv({ store: entries, useKeyPrefix: false, throwOnErrors: true, emitErrors: false });
      return {
        ...spaceOf(keyv),
        async add(key, value) {
          const text = await textOf(keyv, value);
          return !entries.has(key) && entries.set(key, text).has(key);
        },
        lastKeys: async (n) => [...entries.keys()].sort().reverse().slice(0, n),
        keys: async (prefix, n) =>
          [...entries.keys()]
            .filter((key) => key.startsWith(prefix))
            .sort()
            .slice(0, n),
      };
    },
    namespaces: async (prefix) =>
      [...spaces].filter(([name, { size }]) => size > 0 && name.startsWith(prefix)).map(([name]) => name),
    close: async () => spaces.clear(),
  });
}

type KeyvSpace = Pick<Space, 'get' | 'set' | 'delete' | 'clear'>;

const spaceOf = (keyv: Keyv<unknown>): KeyvSpace => ({
  get: (key) => keyv.get(key),
  set: async (key, value) => {
    await keyv.set(key, value);
  },
  delete: async (key) => {
    await keyv.delete(key);
  },
  clear: () => keyv.clear(),
});

/** What keyv would write, and a mark by which an addition that was cut off knows its own text again. */
async function textOf(keyv: Keyv<unknown>, value: unknown): Promise<string> {
  const marked = { value, expires: undefined, once: randomUUID() };
  const text = await keyv.serializeData(marked);
  if (typeof text === 'string') return text;
  throw new TypeError('keyv has written no text');
}
