import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { KeptFile, Shelf } from '../../src/kernel/shelf.ts';
import { openShelf } from '../../src/memory/shelf.ts';

const MEASURED = fileURLToPath(new URL('../../models/teaching/measured/', import.meta.url));
const { fingerprint: SHIPPED } = JSON.parse(readFileSync(join(MEASURED, 'lens.json'), 'utf8'));

/**
 * A shelf that forgets with the test. Of what came with dotp it has the linear lens alone, which every
 * question about depth would fit anew otherwise.
 *
 * @param fingerprint  of the model asked about; the teaching model's when left out
 */
export function emptyShelf(fingerprint: string = SHIPPED): Shelf {
  const kept = new Map<string, string>();
  const files = new Map<string, KeptFile>();
  const came = openShelf(fingerprint, { home: join(tmpdir(), 'dotp-nothing-here'), shipped: [MEASURED] });
  return {
    file: async (name) => files.get(name) ?? came.file(name),
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
