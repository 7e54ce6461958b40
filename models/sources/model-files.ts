/** Which files of a repository make a model, and whether a folder has them all. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { bytesInWords } from '../../src/kernel/bytes.ts';
import { ModelError } from '../errors.ts';
import type { Digest } from './digest.ts';

export interface RepoFile {
  readonly path: string;
  readonly size: number;
  readonly digest: Digest;
}

const DESCRIPTION =
  /^((config|generation_config|tokenizer|tokenizer_config|special_tokens_map|added_tokens|chat_template)\.json|chat_template\.jinja)$/;
const WEIGHTS = /^model(-\d{5}-of-\d{5})?\.safetensors$/;
const INDEX = 'model.safetensors.index.json';

/**
 * The files to fetch: description, tokenizer and safetensors of the top folder, or one GGUF file.
 *
 * Repositories also hold the same weights again in other formats (`original/`, `consolidated.safetensors`,
 * `pytorch_model.bin`, ONNX): those are left.
 *
 * @param gguf  the GGUF file asked for by name, when one was
 * @throws {ModelError} `file-choice` several GGUF files or no such one, listed; `weights-missing` neither format
 */
export function chooseFiles(id: string, all: readonly RepoFile[], gguf?: string): readonly RepoFile[] {
  const quantised = all.filter(({ path }) => /\.gguf$/i.test(path) && !path.split(/[/\\]/).includes('..'));
  if (gguf !== undefined) return [quantised.find(({ path }) => path === gguf) ?? choose(id, quantised, gguf)];
  const weights = weightsOf(all);
  if (weights.length > 0 && all.some(({ path }) => path === 'config.json'))
    return [...all.filter(({ path }) => DESCRIPTION.test(path)), ...weights];
  const [only, ...others] = quantised;
  if (only === undefined) throw withoutWeights(id, all);
  return [others.length === 0 ? only : choose(id, quantised)];
}

function weightsOf(all: readonly RepoFile[]): readonly RepoFile[] {
  const named = all.filter(({ path }) => WEIGHTS.test(path));
  const index = all.filter(({ path }) => path === INDEX);
  const single = named.filter(({ path }) => path === 'model.safetensors');
  return index.length > 0 ? [...index, ...named.filter((file) => !single.includes(file))] : single;
}

function choose(id: string, quantised: readonly RepoFile[], asked?: string): never {
  const list = quantised.map(({ path, size }) => `  ${id}:${path} (${bytesInWords(size)})`).join('\n');
  throw new ModelError(
    {
      code: 'file-choice',
      what: asked === undefined ? `${id} holds several GGUF files.` : `${id} has no file ${asked}.`,
      fix:
        quantised.length > 0
          ? `Name one of them:\n${list}`
          : 'It holds no GGUF file: leave the file name away.',
    },
    2,
  );
}

function withoutWeights(id: string, all: readonly RepoFile[]): ModelError {
  const other = all.some(({ path }) => path.endsWith('.bin'))
    ? ' It has PyTorch files, which can run code.'
    : '';
  return new ModelError({
    code: 'weights-missing',
    what: `${id} has no weights that dotp reads.${other}`,
    fix: 'Choose a repository with config.json and model.safetensors, or with a .gguf file.',
  });
}

/**
 * Names of files that a Hugging Face folder lacks to be whole; empty when it is. Looks at names and at the
 * index only: whether the bytes are sound is for the reader to say.
 */
export async function missingFiles(folder: string): Promise<readonly string[]> {
  const there = new Set(await readdir(folder).catch(() => []));
  const needed = ['config.json', 'tokenizer.json', ...(await shardNames(folder, there))];
  const present = await Promise.all(needed.map((name) => isFile(join(folder, name))));
  return needed.filter((_, i) => !present[i]);
}

async function shardNames(folder: string, there: ReadonlySet<string>): Promise<readonly string[]> {
  if (!there.has(INDEX)) return ['model.safetensors'];
  const index: unknown = await readFile(join(folder, INDEX), 'utf8')
    .then(JSON.parse)
    .catch(() => undefined);
  if (typeof index !== 'object' || index === null || !('weight_map' in index)) return [INDEX];
  const names = Object.values(index.weight_map ?? {}).filter((name) => typeof name === 'string');
  return names.length > 0 ? [...new Set(names)] : [INDEX];
}

/** Follows links: the Hub's cache keeps bytes elsewhere, and a link may dangle after an interrupted download. */
export async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() ?? false;
}
