import { createHash, type Hash } from 'node:crypto';
import { access } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { ModelDescription } from '../description.ts';
import { ModelError } from '../errors.ts';
import type { WeightPlace, WeightTable } from '../weights.ts';
import { withFile } from './byte-source.ts';
import { checkWeights } from './check-weights.ts';
import { describeConfig, generationEos } from './describe-config.ts';
import { parseJson } from './json-text.ts';
import type { OpenedWeights, TokenizerSource } from './opened.ts';
import { readWeightFolder } from './safetensors-folder.ts';
import { type Run, type VerifyOptions, verified } from './verify.ts';

const CONFIG_CAP = 2 ** 20;

/** A folder in Hugging Face layout: `config.json`, safetensors, and a tokenizer or none. See openWeights. */
export async function openFolder(folder: string, options: VerifyOptions): Promise<OpenedWeights> {
  const described = await describe(folder);
  const weights = await readWeightFolder(folder);
  checkWeights(weights, described, folder);
  const hash = createHash('sha256').update(JSON.stringify(described));
  await addWeights(hash, folder, weights, options);
  const tokenizerSource = await tokenizerOf(folder);
  return { description: described, weights, tokenizerSource, fingerprint: hash.digest('hex') };
}

async function describe(folder: string): Promise<ModelDescription> {
  const path = join(folder, 'config.json');
  if (!(await exists(path))) throw noConfig(folder);
  const description = describeConfig(await readJson(path), path);
  const generation = join(folder, 'generation_config.json');
  if (!(await exists(generation))) return description;
  const more = generationEos(await readJson(generation), generation).filter((id) => id < description.vocab);
  return { ...description, eos: [...new Set([...description.eos, ...more])] };
}

async function tokenizerOf(folder: string): Promise<TokenizerSource> {
  const kind = (await exists(join(folder, 'tokenizer.json'))) ? 'folder' : 'none';
  return { kind, folder };
}

/** Every byte of every file, in the order of their names; files are hashed one by one so that each is remembered. */
async function addWeights(
  hash: Hash,
  folder: string,
  table: WeightTable,
  options: VerifyOptions,
): Promise<void> {
  const tensors = [...table.tensors];
  for (const file of [...new Set(tensors.map(([, place]) => place.file))].sort()) {
    const within = tensors.filter(([, place]) => place.file === file);
    const sum = await verified(file, runsOf(within), options);
    hash.update(`\n${relative(folder, file)} ${sum}`);
  }
}

/** A safetensors file from end to end: its header, then its tensors, which fill the rest. */
function runsOf(tensors: readonly (readonly [name: string, place: WeightPlace])[]): Run[] {
  const runs = tensors
    .toSorted(([, a], [, b]) => a.offset - b.offset)
    .map(([name, { dtype, length }]) => ({ length, weights: { name, dtype } }));
  const header = Math.min(...tensors.map(([, { offset }]) => offset));
  return [{ length: header }, ...runs];
}

async function readJson(path: string): Promise<unknown> {
  return withFile(path, async ({ size, read }) => {
    if (size > CONFIG_CAP) throw badConfig(path, `it takes ${size} bytes`);
    try {
      return parseJson(await read(0, size));
    } catch (cause) {
      throw cause instanceof ModelError ? cause : badConfig(path, String(cause));
    }
  });
}

const badConfig = (where: string, reason: string): ModelError =>
  new ModelError({
    code: 'config-invalid',
    what: `The configuration cannot be read: ${reason}.`,
    where,
    fix: 'The file is damaged: fetch it again.',
  });

const noConfig = (where: string): ModelError =>
  new ModelError({
    code: 'config-missing',
    what: 'The folder has no config.json.',
    where,
    fix: 'Give a folder in Hugging Face layout, or a .gguf file by its own name.',
  });

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
