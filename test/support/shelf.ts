import type { Shelf } from '../../src/kernel/shelf.ts';

/** A shelf that forgets with the test. */
export function emptyShelf(): Shelf {
  const kept = new Map<string, string>();
  return {
    read: async (name) => JSON.parse(kept.get(name) ?? 'null') ?? undefined,
    write: async (name, value) => {
      kept.set(name, JSON.stringify(value));
    },
  };
}
