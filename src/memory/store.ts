import { join } from 'node:path';
import Keyv from 'keyv';
import { MemoryError } from './errors.ts';
import { lastKeys, lmdbStore, openDatabase } from './lmdb-store.ts';

/** Keys of one namespace. Everything outside this file speaks to stores through this, not through keyv. */
export interface Space {
  get(key: string): Promise<unknown>;
  /** Resolves when the value cannot be lost any more. */
  set(key: string, value: unknown): Promise<void>;
  delete(key: string): Promise<void>;
  clear(): Promise<void>;
  /** The `n` greatest keys, greatest first. */
  lastKeys(n: number): Promise<readonly string[]>;
}

export interface Store {
  space(namespace: string): Space;
  close(): Promise<void>;
}

/**
 * The store that an address names: none for the embedded one in `home/store`, `memory:` for one that
 * ends with the process.
 *
 * @throws {MemoryError} `store-unknown`, `redis-missing`, `store-unopened`
 */
export function openStore(url: string | undefined, home: string): Store {
  if (url === undefined || url === '') return embedded(join(home, 'store'));
  if (url === 'memory:') return inMemory();
  if (/^rediss?:/.test(url)) {
    throw new MemoryError({
      code: 'redis-missing',
      what: 'This version of dotp cannot keep its memory in Redis yet.',
      where: 'DOTP_STORE',
      fix: 'Leave DOTP_STORE unset: the embedded store needs no server, and several processes of one machine can share it.',
    });
  }
  throw new MemoryError({
    code: 'store-unknown',
    what: 'This is no address of a store.',
    // The address itself is not repeated: it may hold a password.
    where: `DOTP_STORE, ${/^[a-z][a-z0-9+.-]*:/i.exec(url)?.[0] ?? 'no scheme'}`,
    fix: 'Leave DOTP_STORE unset for the embedded store, or set it to memory: for one that is forgotten.',
  });
}

function embedded(folder: string): Store {
  const database = openDatabase(folder);
  return guarded({
    space: (namespace) => ({
      // An adapter for each space: keyv keeps its namespace in the adapter.
      ...spaceOf(new Keyv({ store: lmdbStore(database), namespace, throwOnErrors: true, emitErrors: false })),
      lastKeys: async (n) => lastKeys(database, namespace, n),
    }),
    close: () => database.close(),
  });
}

function inMemory(): Store {
  const spaces = new Map<string, Map<string, string>>();
  return guarded({
    space(namespace) {
      const entries = spaces.get(namespace) ?? new Map<string, string>();
      spaces.set(namespace, entries);
      const keyv = new Keyv({ store: entries, useKeyPrefix: false, throwOnErrors: true, emitErrors: false });
      return { ...spaceOf(keyv), lastKeys: async (n) => [...entries.keys()].sort().reverse().slice(0, n) };
    },
    close: async () => spaces.clear(),
  });
}

type KeyvSpace = Omit<Space, 'lastKeys'>;

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

/** Gives every failure of a store its code, and refuses what comes after `close`. */
function guarded(store: Store): Store {
  let open = true;
  const guard = async <T>(work: () => Promise<T>): Promise<T> => {
    if (!open) throw closed();
    try {
      return await work();
    } catch (cause) {
      throw failed(cause);
    }
  };
  return {
    space(namespace) {
      const space = store.space(namespace);
      return {
        get: (key) => guard(() => space.get(key)),
        set: (key, value) => guard(() => space.set(key, value)),
        delete: (key) => guard(() => space.delete(key)),
        clear: () => guard(() => space.clear()),
        lastKeys: (n) => guard(() => space.lastKeys(n)),
      };
    },
    async close() {
      if (!open) return;
      open = false;
      await store.close();
    },
  };
}

const closed = () =>
  new MemoryError({
    code: 'closed',
    what: 'The store is closed.',
    fix: 'Open it again; dotp is shutting down otherwise.',
  });

const failed = (cause: unknown) =>
  new MemoryError({
    code: 'store-failed',
    what: `The store did not take or give a value: ${cause instanceof Error ? cause.message : String(cause)}.`,
    fix: 'Check the disk and its free space, then try again: nothing that was confirmed is lost.',
    cause,
  });
