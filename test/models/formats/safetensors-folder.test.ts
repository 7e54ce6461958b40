import { cp, mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readWeightFolder } from '../../../models/formats/safetensors-folder.ts';
import { golden, sums, sumsOf } from './goldens.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dotp-shards-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const INDEX = 'model.safetensors.index.json';
const shard = (n: number) => `model-0000${n}-of-00003.safetensors`;
const copyShards = () => cp(golden('tiny-shards'), folder, { recursive: true });
const writeIndex = (index: unknown) => writeFile(join(folder, INDEX), JSON.stringify(index));

test('shards by transformers hold what PyPI’s safetensors reads from them', async () => {
  expect(await sumsOf(await readWeightFolder(golden('tiny-shards')))).toEqual(sums['tiny-shards']);
});

test('links lead where they lead, as in Hugging Face’s cache', async () => {
  const blobs = join(folder, 'blobs');
  const snapshot = join(folder, 'snapshot');
  await cp(golden('tiny-shards'), blobs, { recursive: true });
  await mkdir(snapshot);
  for (const file of [INDEX, shard(1), shard(2), shard(3)])
    await symlink(join(blobs, file), join(snapshot, file));
  expect((await readWeightFolder(snapshot)).tensors.size).toBe(21);
});

test('a folder without weights says what it looked for', async () => {
  await expect(readWeightFolder(folder)).rejects.toMatchObject({ code: 'not-a-model' });
});

test.each(['/etc/passwd', '../outside.safetensors', 'a/../../b.safetensors', '..', '.', 'a\\..\\b', 'a\0b'])(
  'an index that names %j is refused before anything is opened',
  async (file) => {
    await writeIndex({ weight_map: { a: file } });
    await expect(readWeightFolder(folder)).rejects.toMatchObject({ code: 'path-outside-folder' });
  },
);

test.each([
  ['no map', {}],
  ['an empty map', { weight_map: {} }],
  ['a list', []],
  ['a number for a file', { weight_map: { a: 1 } }],
])('an index with %s is refused', async (_, index) => {
  await writeIndex(index);
  await expect(readWeightFolder(folder)).rejects.toMatchObject({ code: 'index-invalid' });
});

test('an index that is not JSON is refused', async () => {
  await writeFile(join(folder, INDEX), '{"weight_map": {');
  await expect(readWeightFolder(folder)).rejects.toMatchObject({ code: 'index-invalid' });
});

test('a missing shard is missing by its own name', async () => {
  await copyShards();
  await rm(join(folder, shard(2)));
  await expect(readWeightFolder(folder)).rejects.toMatchObject({
    code: 'file-missing',
    where: join(folder, shard(2)),
  });
});

test('a shard that lacks what the index promises is refused', async () => {
  await copyShards();
  await writeIndex({ weight_map: { 'model.norm.weight': shard(1), extra: shard(2) } });
  await expect(readWeightFolder(folder)).rejects.toMatchObject({ code: 'tensor-missing' });
});

test('two shards with one tensor are refused', async () => {
  await copyShards();
  await rename(join(folder, shard(2)), join(folder, shard(3)));
  await cp(join(folder, shard(3)), join(folder, shard(2)));
  await expect(readWeightFolder(folder)).rejects.toMatchObject({ code: 'name-duplicate' });
});
