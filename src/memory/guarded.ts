import { MemoryError } from './errors.ts';
import type { Space, Store } from './store.ts';

/** Spaces that are kept: a turn asks for the same few again and again, and a keyv is dear to make. */
const KEPT = 1_000;

/** Gives every failure of a store its code, and refuses what comes after `close`. */
export function guarded(store: Store): Store {
  let open = true;
  const kept = new Map<string, Space>();
  const guard = async <T>(work: () => Promise<T>): Promise<T> => {
    if (!open) throw closed();
    try {
      return await work();
    } catch (cause) {
      throw cause instanceof MemoryError ? cause : failed(cause);
    }
  };
  const made = (space: Space): Space => ({
    get: (key) => guard(() => space.get(key)),
    set: (key, value) => guard(() => space.set(key, value)),
    add: (key, value) => guard(() => space.add(key, value)),
    delete: (key) => guard(() => space.delete(key)),
    clear: () => guard(() => space.clear()),
    lastKeys: (n) => guard(() => space.lastKeys(n)),
    keys: (prefix, n) => guard(() => space.keys(prefix, n)),
  });
  return {
    space(namespace) {
      const space = kept.get(namespace) ?? made(store.space(namespace));
      kept.delete(namespace); // to the end: the oldest goes first
      kept.set(namespace, space);
      for (const oldest of kept.keys()) {
        if (kept.size <= KEPT) break;
        kept.delete(oldest);
      }
      return space;
    },
    namespaces: (prefix) => guard(() => store.namespaces(prefix)),
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
    fix: 'Check the disk and its free space (of the server, with Redis), then try again: nothing that was confirmed is lost.',
    cause,
  });
