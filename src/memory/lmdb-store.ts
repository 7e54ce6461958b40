import { EventEmitter } from 'node:events';
import { mkdirSync } from 'node:fs';
import type { KeyvStoreAdapter, StoredData } from 'keyv';
import { open, type RootDatabase } from 'lmdb';
import { MemoryError } from './errors.ts';

export type Database = RootDatabase<string, string>;

/**
 * Milliseconds that a write waits for others to share its commit: beginning one costs the event loop as much as
 * many writes do, and when many ask at once they write at once.
 */
const COMMIT_DELAY = 5;

/**
 * Opens the database of a folder, made when it is missing. Several processes may hold it open.
 *
 * @throws {MemoryError} `store-unopened`
 */
export function openDatabase(folder: string): Database {
  try {
    mkdirSync(folder, { recursive: true });
    // Without overlapping syncs a write resolves only when the disk has it, not when it is visible.
    return open<string, string>({
      path: folder,
      encoding: 'string',
      overlappingSync: false,
      commitDelay: COMMIT_DELAY,
    });
  } catch (cause) {
    throw new MemoryError({
      code: 'store-unopened',
      what: 'The store cannot be opened.',
      where: folder,
      fix: 'Check that this user may write there and that the disk is not full, or set DOTP_HOME to another folder.',
      cause,
    });
  }
}

/** keyv's type says that a store gives values; it gives the text that keyv itself wrote and reads again. */
type Stored<Value> = StoredData<Value> | undefined;

/**
 * A keyv store in an LMDB database: each write is on the disk before it resolves. Expiry is keyv’s own
 * work; who opened the database closes it, because several stores share one.
 */
export function lmdbStore(database: Database): KeyvStoreAdapter {
  const store: KeyvStoreAdapter = Object.assign(new EventEmitter(), {
    opts: { dialect: 'lmdb', url: '' },
    get: async <Value>(key: string) => database.get(key) as Stored<Value>,
    has: async (key: string) => database.doesExist(key),
    getMany: async <Value>(keys: string[]) => keys.map((key) => database.get(key) as Stored<Value>),
    set: (key: string, value: string) => database.put(key, value),
    delete: async (key: string) => database.doesExist(key) && (await database.remove(key)),
    async clear() {
      const keys = [...database.getKeys(store.namespace === undefined ? {} : keysUnder(store.namespace))];
      await Promise.all(keys.map((key) => database.remove(key)));
    },
  });
  return store;
}

/** keyv puts `namespace:` before every key; `;` is the character after `:`. */
const keysUnder = (namespace: string) => ({ start: `${namespace}:`, end: `${namespace};` });

/** The `n` greatest keys of a namespace, greatest first, without the namespace. */
export function lastKeys(database: Database, namespace: string, n: number): string[] {
  const { start, end } = keysUnder(namespace);
  return [...database.getKeys({ start: end, end: start, reverse: true, limit: n })].map((key) =>
    key.slice(start.length),
  );
}

/** The `n` smallest keys of a namespace that begin so, smallest first, without the namespace. */
export function keysFrom(database: Database, namespace: string, prefix: string, n?: number): string[] {
  const { start, end } = keysUnder(namespace);
  const found: string[] = [];
  for (const key of database.getKeys({
    start: `${start}${prefix}`,
    end,
    ...(n !== undefined && { limit: n }),
  })) {
    if (!key.startsWith(`${start}${prefix}`)) break;
    found.push(key.slice(start.length));
  }
  return found;
}

/** Sets what is not there, in one transaction: false when it was. Resolves when the disk has what is there. */
export const addToLmdb = (database: Database, key: string, text: string): Promise<boolean> =>
  database.ifNoExists(key, () => {
    database.put(key, text);
  });

/** Namespaces that begin so and hold a key: one step for each of them, however many keys it has. */
export function lmdbNamespaces(database: Database, prefix: string): string[] {
  const found: string[] = [];
  for (let start = prefix; ; ) {
    const [key] = database.getKeys({ start, limit: 1 });
    if (key === undefined || !key.startsWith(prefix)) return found;
    const namespace = key.slice(0, key.indexOf(':'));
    found.push(namespace);
    start = keysUnder(namespace).end;
  }
}
