import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KeptFile, Shelf } from '../../src/kernel/shelf.ts';

/** A shelf that forgets with the test. */
export function emptyShelf(): Shelf {
  const kept = new Map<string, string>();
  const files = new Map<string, KeptFile>();
  return {
    file: async (name) => files.get(name),
    async keep(name, write, about) {
      const folder = mkdtempSync(join(tmpdir(), 'dotp-shelf-'));
      process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
      await write(join(folder, name));
      files.set(name, { path: join(folder, name), about });
      return { path: join(folder, name), about };
    },
    read: async (name) => JSON.parse(kept.get(name) ?? 'null') ?? undefined,
    write: async (name, value) => {
      kept.set(name, JSON.stringify(value));
    },
  };
}
