import type { Space, Store } from './store.ts';

/**
 * A store for one turn, which may be forgotten while it runs: from then on it writes nothing.
 *
 * Who forgets sets the mark first and looks for what to delete after it; each write here looks for the
 * mark after it and takes itself back. So of a write and a forgetting at the same moment one sees the other.
 *
 * @param forgotten  whether this value, or the whole turn, must not be kept
 */
export function during(store: Store, forgotten: (value: unknown, key: string) => Promise<boolean>): Store {
  return { ...store, space: (namespace) => keeping(store.space(namespace), forgotten) };
}

/** One space of it. */
export function keeping(space: Space, forgotten: (value: unknown, key: string) => Promise<boolean>): Space {
  const unlessForgotten = async (
    key: string,
    value: unknown,
    write: () => Promise<boolean>,
  ): Promise<boolean> => {
    if (await forgotten(value, key)) return false;
    const written = await write();
    if (!(written && (await forgotten(value, key)))) return written;
    await space.delete(key);
    return false;
  };
  return {
    ...space,
    async set(key, value) {
      await unlessForgotten(key, value, async () => {
        await space.set(key, value);
        return true;
      });
    },
    add: (key, value) => unlessForgotten(key, value, () => space.add(key, value)),
  };
}
