import { link, mkdir, mkdtemp, readdir, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { OpenedWeights } from '../../../models/formats/opened.ts';
import { loadModel } from '../../../models/session/load.ts';
import { weightFolder } from '../../../models/session/weight-folder.ts';
import { golden, goldenFile, load } from '../../support/llama-goldens.ts';

const { opened, tokens } = await golden('grouped-linear');
const whole = await load(opened);
const wanted = await whole.forward({ tokens, hooks: ['logits'] });
const scratch = await mkdtemp(join(tmpdir(), 'dotp-weights-'));
afterAll(async () => {
  await whole.close();
  await rm(scratch, { recursive: true });
});

/** The same weights with every other tensor's file called by another path. */
function elsewhere(paths: readonly string[]): OpenedWeights {
  const tensors = Array.from(opened.weights.tensors, ([name, place], i) => {
    const file = paths[i % paths.length] ?? place.file;
    return [name, { ...place, file }] as const;
  });
  return { ...opened, weights: { tensors: new Map(tensors) } };
}

async function logitsFrom(weights: OpenedWeights): Promise<Float32Array | undefined> {
  const model = await loadModel(weights, { device: 'cpu', name: 'x', source: 'test', cacheFolder: scratch });
  const run = await model.forward({ tokens, hooks: ['logits'] });
  await model.close();
  return run.hooks.get('logits')?.data;
}

test('a Hugging Face cache: a symbolic link in another folder is followed to the real file', async () => {
  await mkdir(join(scratch, 'snapshot'));
  const linked = join(scratch, 'snapshot', 'model.safetensors');
  await symlink(goldenFile('grouped-linear', 'model.safetensors'), linked);
  expect(await logitsFrom(elsewhere([linked]))).toEqual(wanted.hooks.get('logits')?.data);
});

test('files in two folders are gathered by hard links, without a copy, and again without complaint', async () => {
  const original = goldenFile('grouped-linear', 'model.safetensors');
  const paths = await Promise.all(
    ['a', 'b'].map(async (name) => {
      await mkdir(join(scratch, name));
      const path = join(scratch, name, 'model.safetensors');
      await link(original, path).catch(() => symlink(original, path));
      return path;
    }),
  );
  const scattered = elsewhere(paths);
  expect(await logitsFrom(scattered)).toEqual(wanted.hooks.get('logits')?.data);
  expect(await logitsFrom(scattered)).toEqual(wanted.hooks.get('logits')?.data);
  const { folder, nameOf } = await weightFolder(scattered.weights, scratch);
  if (folder === undefined) throw new Error('no folder');
  for (const path of paths) expect((await stat(join(folder, nameOf(path)))).ino).toBe((await stat(path)).ino);
  expect(await readdir(folder)).toHaveLength(2);
});
