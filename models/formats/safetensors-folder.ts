import { access } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { ModelError } from '../errors.ts';
import type { WeightPlace, WeightTable } from '../weights.ts';
import { withFile } from './byte-source.ts';
import { isRecord, parseJson } from './json-text.ts';
import { readSafetensors } from './safetensors.ts';
import { quote } from './safetensors-header.ts';

const SINGLE = 'model.safetensors';
const INDEX = 'model.safetensors.index.json';
const INDEX_CAP = 8 * 2 ** 20;

/**
 * Every weight of a folder in Hugging Face layout: `model.safetensors`, or the shards that
 * `model.safetensors.index.json` names. Files may be symbolic links, as in Hugging Face's own cache.
 *
 * @throws {ModelError} `not-a-model` when there are no weights, `index-invalid`, `path-outside-folder`,
 *   `name-duplicate`, `tensor-missing`, and all of readSafetensors
 */
export async function readWeightFolder(folder: string): Promise<WeightTable> {
  if (await exists(join(folder, SINGLE))) return readSafetensors(join(folder, SINGLE));
  if (await exists(join(folder, INDEX))) return readShards(folder);
  throw new ModelError({
    code: 'not-a-model',
    what: `The folder holds neither ${SINGLE} nor ${INDEX}.`,
    where: folder,
    fix: 'Give a folder with safetensors weights (pytorch_model.bin is not read), or a .gguf file.',
  });
}

async function readShards(folder: string): Promise<WeightTable> {
  const index = join(folder, INDEX);
  const map = await readIndex(index);
  const shards = new Map<string, string>();
  for (const file of new Set(map.values())) shards.set(file, inside(folder, file, index));
  const tensors = new Map<string, WeightPlace>();
  for (const path of shards.values()) {
    for (const [name, place] of (await readSafetensors(path)).tensors) {
      if (tensors.has(name))
        throw refuse('name-duplicate', `Two shards hold the tensor ${quote(name)}.`, index);
      tensors.set(name, place);
    }
  }
  for (const [name, file] of map) {
    if (tensors.get(name)?.file !== shards.get(file))
      throw refuse('tensor-missing', `Shard ${quote(file)} lacks ${quote(name)}.`, index);
  }
  return { tensors };
}

/** Tensor name → shard file, as the index states it. */
async function readIndex(path: string): Promise<ReadonlyMap<string, string>> {
  const bytes = await withFile(path, async ({ size, read }) => {
    if (size > INDEX_CAP) throw refuse('header-too-large', `The index takes ${size} bytes.`, path);
    return read(0, size);
  });
  const map = weightMap(bytes, path);
  if (!isRecord(map) || Object.keys(map).length === 0)
    throw refuse('index-invalid', 'The index has no weight_map.', path);
  return new Map(
    Object.entries(map).map(([name, file]) => {
      if (typeof file === 'string' && file !== '') return [name, file];
      throw refuse('index-invalid', `The index gives no file for ${quote(name)}.`, path);
    }),
  );
}

function weightMap(bytes: Uint8Array, path: string): unknown {
  try {
    const index = parseJson(bytes);
    return isRecord(index) ? index.weight_map : undefined;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw refuse('index-invalid', `The index cannot be read: ${reason}.`, path, cause);
  }
}

/** An index must not make us open `/etc/passwd`: names that lead out of the folder are refused, links in it are not. */
function inside(folder: string, file: string, index: string): string {
  const path = resolve(folder, file);
  const way = relative(resolve(folder), path);
  const leaves = way === '' || way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way);
  if (isAbsolute(file) || leaves || file.includes('\0') || file.includes('\\'))
    throw refuse(
      'path-outside-folder',
      `The index names the file ${quote(file)}, outside its folder.`,
      index,
    );
  return path;
}

type IndexCode =
  | 'header-too-large'
  | 'index-invalid'
  | 'name-duplicate'
  | 'path-outside-folder'
  | 'tensor-missing';

const refuse = (code: IndexCode, what: string, where: string, cause?: unknown) =>
  new ModelError({
    code,
    what,
    where,
    fix: 'The index and its shards do not belong together: fetch them again.',
    cause,
  });

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
