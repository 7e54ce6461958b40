import { mkdtemp, readdir, readFile, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { describeGguf } from '../../../models/formats/describe-gguf.ts';
import { expandGguf } from '../../../models/formats/expand.ts';
import { type GgufFile, readGguf } from '../../../models/formats/gguf.ts';
import { toHalfSplit } from '../../../models/formats/half-split.ts';
import { readSafetensors } from '../../../models/formats/safetensors.ts';
import type { Progress } from '../../../src/kernel/progress.ts';
import { golden, sums, sumsOf } from './goldens.ts';

const FINGERPRINT = 'f'.repeat(64);
let cacheFolder = '';
let file: GgufFile;
beforeEach(async () => {
  cacheFolder = await mkdtemp(join(tmpdir(), 'dotp-expand-'));
  file = await readGguf(golden('tiny.gguf'));
});
afterEach(() => rm(cacheFolder, { recursive: true, force: true }));

const expand = (
  more: { signal?: AbortSignal; onProgress?: (progress: Progress) => void } = {},
  from = file,
) => expandGguf(from, describeGguf(from), { cacheFolder, fingerprint: FINGERPRINT, ...more });
const expandedFile = async () => join(cacheFolder, (await readdir(cacheFolder))[0] ?? '');

test('rows of a head by hand: neighbours become halves', () => {
  // Two heads of width 4, rows of one number: rows 0 1 2 3 are planes (0 1) (2 3).
  const rows = Float32Array.of(0, 1, 2, 3, 10, 11, 12, 13);
  expect([...toHalfSplit(rows, 4, 1)]).toEqual([0, 2, 1, 3, 10, 12, 11, 13]);
});

test('every type of tensor becomes what transformers makes of it, under the same name', async () => {
  const types = new Set([...file.tensors.values()].map(({ type }) => type));
  expect(types.size).toBe(8);
  expect(await sumsOf(await expand())).toEqual(sums['tiny.gguf']);
});

test('rows of Qwen2 stay where they are, biases too', async () => {
  const expanded = await expand({}, await readGguf(golden('tiny-qwen2.gguf')));
  expect(expanded.tensors.has('model.layers.0.self_attn.q_proj.bias')).toBe(true);
  expect(await sumsOf(expanded)).toEqual(sums['tiny-qwen2.gguf']);
});

test('the data begins on a page, and the file is an ordinary safetensors file', async () => {
  await expand();
  const { tensors } = await readSafetensors(await expandedFile());
  expect(Math.min(...[...tensors.values()].map(({ offset }) => offset))).toBe(4096);
});

test('it is written once; two at the same time share one file', async () => {
  let steps = 0;
  const onProgress = () => void steps++;
  const [first, second] = await Promise.all([expand({ onProgress }), expand({ onProgress })]);
  expect(first.tensors).toEqual(second.tensors);
  const once = steps;
  expect(once).toBe(first.tensors.size); // a tiny tensor is one piece
  const { mtimeMs } = await stat(await expandedFile());
  await expand({ onProgress });
  expect(steps).toBe(once);
  expect((await stat(await expandedFile())).mtimeMs).toBe(mtimeMs);
  expect(await readdir(cacheFolder)).toHaveLength(1);
});

test('progress counts every byte of the file', async () => {
  const seen: Progress[] = [];
  await expand({ onProgress: (progress) => seen.push(progress) });
  const { size } = await stat(await expandedFile());
  expect(seen.at(-1)).toEqual({ step: 'Expanding weights', done: size, total: size, unit: 'bytes' });
  expect(seen.map(({ done }) => done)).toEqual(seen.map(({ done }) => done).toSorted((a, b) => a - b));
});

test('cancelled halfway, it leaves nothing behind', async () => {
  const controller = new AbortController();
  const reason = new Error('enough');
  const cancelled = expand({ signal: controller.signal, onProgress: () => controller.abort(reason) });
  await expect(cancelled).rejects.toBe(reason);
  expect(await readdir(cacheFolder)).toEqual([]);
});

test('a file that was cut short, or is of another source, is written anew', async () => {
  const good = await sumsOf(await expand());
  await truncate(await expandedFile(), 5000);
  expect(await sumsOf(await expand())).toEqual(good);
  const bytes = await readFile(await expandedFile(), 'latin1');
  await writeFile(await expandedFile(), bytes.replace(FINGERPRINT, 'e'.repeat(64)), 'latin1');
  expect(await sumsOf(await expand())).toEqual(good);
  expect(await readFile(await expandedFile(), 'latin1')).toContain(FINGERPRINT);
});

test('the remains of a writer that was killed long ago are cleared away, a living one’s are not', async () => {
  await expand();
  const target = await expandedFile();
  await rm(target);
  await writeFile(`${target}.old.part`, 'x');
  await utimes(`${target}.old.part`, new Date(0), new Date(0));
  await writeFile(`${target}.new.part`, 'x');
  await expand();
  expect((await readdir(cacheFolder)).filter((name) => name.endsWith('.part'))).toEqual([
    `${target.slice(cacheFolder.length + 1)}.new.part`,
  ]);
});

test('a weight that is not a number is found, and nothing is left', async () => {
  const damaged = join(cacheFolder, 'nan.gguf');
  const bytes = await readFile(golden('tiny.gguf'));
  const norm = file.tensors.get('output_norm.weight');
  bytes.writeFloatLE(Number.NaN, norm?.offset ?? 0);
  await writeFile(damaged, bytes);
  await expect(expand({}, await readGguf(damaged))).rejects.toMatchObject({
    code: 'weights-not-finite',
    what: expect.stringContaining('model.norm.weight'),
  });
  expect(await readdir(cacheFolder)).toEqual(['nan.gguf']);
});

test('a folder that cannot be written is named', async () => {
  const notFolder = join(cacheFolder, 'file');
  await writeFile(notFolder, '');
  const failed = expandGguf(file, describeGguf(file), { cacheFolder: notFolder, fingerprint: FINGERPRINT });
  await expect(failed).rejects.toMatchObject({ code: 'expand-failed' });
});
