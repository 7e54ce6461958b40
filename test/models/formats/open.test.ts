import { cp, mkdir, mkdtemp, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openWeights } from '../../../models/formats/open.ts';
import { loadTokenizer } from '../../../models/tokenizer/load.ts';
import type { Progress } from '../../../src/kernel/progress.ts';
import { golden, sums, sumsOf } from './goldens.ts';

let scratch = '';
let folder = '';
let cacheFolder = '';
beforeEach(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'dotp-open-'));
  folder = join(scratch, 'model');
  cacheFolder = join(scratch, 'cache');
  await cp(golden('tiny'), folder, { recursive: true });
});
afterEach(() => rm(scratch, { recursive: true, force: true }));

const open = (path: string, onProgress?: (progress: Progress) => void) =>
  openWeights(path, { cacheFolder, ...(onProgress && { onProgress }) });

/** Overwrites bytes of a weight file in place. */
async function poke(path: string, offset: number, ...bytes: readonly number[]): Promise<void> {
  const file = await readFile(path);
  file.set(bytes, offset);
  await writeFile(path, file);
}

test('a folder, its shards, and the same model as GGUF open as one description', async () => {
  const [whole, shards, gguf] = [
    await open(folder),
    await open(golden('tiny-shards')),
    await open(golden('tiny.gguf')),
  ];
  expect(shards.description).toEqual(whole.description);
  expect({ ...gguf.description, normEpsilon: 1e-5 }).toEqual(whole.description);
  expect([...gguf.weights.tensors.keys()].sort()).toEqual([...whole.weights.tensors.keys()].sort());
  expect(await sumsOf(whole.weights)).toEqual(sums.tiny);
  expect([whole.quantised, whole.tokenizerSource.kind, gguf.tokenizerSource.kind]).toEqual([
    undefined,
    'none',
    'gguf',
  ]);
  expect(gguf.quantised).toBe('Q5_0'); // 2,816 bytes; Q4_1 has 2,560
});

test('the fingerprint follows the bytes: the same elsewhere, another after one bit, another for another configuration', async () => {
  const { fingerprint, weights } = await open(folder);
  const moved = join(scratch, 'moved');
  await cp(folder, moved, { recursive: true });
  expect((await open(moved)).fingerprint).toBe(fingerprint);
  const offset = weights.tensors.get('model.norm.weight')?.offset ?? 0;
  await poke(join(moved, 'model.safetensors'), offset, 1);
  const poked = (await open(moved)).fingerprint;
  expect(poked).not.toBe(fingerprint);
  await cp(folder, moved, { recursive: true, force: true });
  const config = await readFile(join(moved, 'config.json'), 'utf8');
  await writeFile(join(moved, 'config.json'), config.replace('10000.0', '20000.0'));
  expect((await open(moved)).fingerprint).not.toBe(fingerprint);
});

test('weights are read to their end once, and again after they changed', async () => {
  const steps: string[] = [];
  const first = await open(folder, ({ step }) => steps.push(step));
  expect(steps.length).toBeGreaterThan(0);
  steps.length = 0;
  expect(await open(folder, ({ step }) => steps.push(step))).toEqual(first);
  expect(steps).toEqual([]);
  await poke(join(folder, 'model.safetensors'), first.weights.tensors.get('lm_head.weight')?.offset ?? 0, 7);
  await open(folder, ({ step }) => steps.push(step));
  expect(steps.length).toBeGreaterThan(0);
});

test('a weight that is infinite or not a number is named, in every type', async () => {
  const whole = (await open(folder)).weights.tensors.get('model.layers.1.mlp.up_proj.weight')?.offset ?? 0;
  await poke(join(folder, 'model.safetensors'), whole + 40, 0, 0, 0xc0, 0x7f);
  await expect(open(folder)).rejects.toMatchObject({
    code: 'weights-not-finite',
    what: expect.stringContaining('model.layers.1.mlp.up_proj.weight'),
  });
  const shards = join(scratch, 'shards');
  await cp(golden('tiny-shards'), shards, { recursive: true });
  const norm = (await open(shards)).weights.tensors.get('model.norm.weight');
  await poke(norm?.file ?? '', norm?.offset ?? 0, 0x80, 0xff);
  await expect(open(shards)).rejects.toMatchObject({ code: 'weights-not-finite' });
});

test('links to files elsewhere are followed, as in Hugging Face’s cache', async () => {
  const links = join(scratch, 'links');
  await mkdir(links);
  for (const file of ['config.json', 'model.safetensors'])
    await symlink(join(folder, file), join(links, file));
  expect((await open(links)).fingerprint).toBe((await open(folder)).fingerprint);
});

test('end tokens of both configurations are end tokens', async () => {
  await writeFile(join(folder, 'generation_config.json'), JSON.stringify({ eos_token_id: [2, 5, 99] }));
  expect((await open(folder)).description.eos).toEqual([2, 5]);
});

test('without a tokenizer ids go in and come out, text does not', async () => {
  const { tokenizerSource, description } = await open(folder);
  const codec = await loadTokenizer(tokenizerSource, description);
  expect(codec.vocab).toBe(40);
  expect(codec.pieces(codec.eos)).toEqual(['[2]']);
  expect(codec.decode(codec.eos)).toBe('[2]');
  expect(() => codec.encode('text')).toThrow(expect.objectContaining({ code: 'tokenizer-missing' }));
});

test.each<readonly [string, () => Promise<string>, string]>([
  ['a path to nowhere', async () => join(scratch, 'nowhere'), 'file-missing'],
  ['a file of another kind', async () => join(folder, 'config.json'), 'not-a-model'],
  ['a folder without config.json', async () => scratch, 'config-missing'],
  ['a folder without weights', () => without('model.safetensors'), 'not-a-model'],
  ['a config.json that is no JSON', () => replaced('config.json', '{"model_type":'), 'config-invalid'],
  [
    'a config.json of another model',
    () => config('"hidden_size": 32', '"hidden_size": 64'),
    'shape-mismatch',
  ],
  [
    'a config.json with a layer more',
    () => config('"num_hidden_layers": 2', '"num_hidden_layers": 3'),
    'tensor-missing',
  ],
  ['a GGUF file that is none', () => renamed('config.json', 'config.gguf'), 'not-a-model'],
])('%s is refused by name', async (_, path, code) => {
  await expect(open(await path())).rejects.toMatchObject({ name: 'ModelError', code });
});

async function without(file: string): Promise<string> {
  await rm(join(folder, file));
  return folder;
}

async function replaced(file: string, text: string): Promise<string> {
  await writeFile(join(folder, file), text);
  return folder;
}

async function config(from: string, to: string): Promise<string> {
  return replaced('config.json', (await readFile(join(folder, 'config.json'), 'utf8')).replace(from, to));
}

async function renamed(from: string, to: string): Promise<string> {
  await rename(join(folder, from), join(folder, to));
  return join(folder, to);
}
