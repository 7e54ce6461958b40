import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { CallOptions } from '../../src/kernel/progress.ts';
import { sizeOf } from '../../src/kernel/tensor.ts';
import type { ModelDescription } from '../description.ts';
import { ModelError } from '../errors.ts';
import { withLock } from '../sources/lock.ts';
import type { WeightTable } from '../weights.ts';
import { withFile } from './byte-source.ts';
import { checkWeights } from './check-weights.ts';
import { expandedPieces } from './expand-tensor.ts';
import { expectedWeights } from './expected-weights.ts';
import type { GgufFile } from './gguf.ts';
import { ggufByHuggingFaceName, isInterleaved } from './gguf-names.ts';
import { readSafetensors } from './safetensors.ts';
import { safetensorsHeader } from './safetensors-write.ts';
import { namedFailure, writeOnce } from './write-once.ts';

/** Goes up when the expanded bytes of the same source change. */
const LAYOUT = 1;
/** The data begins on a page, so that it can be mapped. */
const PAGE = 4096;

export interface ExpandOptions extends CallOptions {
  /** Where expanded files are kept. */
  readonly cacheFolder: string;
  /** Identity of the GGUF file's bytes; names the expanded one. */
  readonly fingerprint: string;
}

/**
 * The weights of a GGUF file as one float32 safetensors file, in Hugging Face's names and layouts.
 *
 * Written once; a second process waits for the first and then uses its file. Memory stays at a few
 * pieces, whatever the size of the model. A tied model's table is written once.
 *
 * @throws {ModelError} `weights-not-finite`, `tensor-missing`, `shape-mismatch`, `expand-failed`; the signal's reason
 */
export async function expandGguf(
  file: GgufFile,
  model: ModelDescription,
  options: ExpandOptions,
): Promise<WeightTable> {
  const { cacheFolder, fingerprint, signal } = options;
  const path = join(cacheFolder, `${fingerprint.slice(0, 32)}-v${LAYOUT}.safetensors`);
  const done = await readExpanded(path, fingerprint, model);
  if (done !== undefined) return done;
  const work = async () => {
    const meanwhile = await readExpanded(path, fingerprint, model);
    if (meanwhile !== undefined) return meanwhile;
    await write(file, model, path, options);
    return readSafetensors(path);
  };
  try {
    await mkdir(cacheFolder, { recursive: true });
    return await withLock(`${path}.lock`, work, { signal });
  } catch (error) {
    throw namedFailure(path, error);
  }
}

/** The expanded file, if it is there, whole, and of this source. */
async function readExpanded(
  path: string,
  fingerprint: string,
  model: ModelDescription,
): Promise<WeightTable | undefined> {
  try {
    const found = await readSafetensors(path);
    checkWeights(found, model, path);
    return found.metadata.get('source') === fingerprint ? found : undefined;
  } catch (error) {
    if (error instanceof ModelError) return undefined;
    throw error;
  }
}

async function write(
  gguf: GgufFile,
  model: ModelDescription,
  path: string,
  { fingerprint, signal, onProgress }: ExpandOptions,
): Promise<void> {
  const expected = expectedWeights(model);
  const header = safetensorsHeader(expected, { format: 'pt', source: fingerprint }, PAGE);
  const total = [...expected.values()].reduce((bytes, shape) => bytes + 4 * sizeOf(shape), header.length);
  const tensors = ggufByHuggingFaceName(gguf);
  await withFile(gguf.path, (source) =>
    writeOnce(path, total, async (append) => {
      await append(header);
      let done = header.length;
      for (const name of expected.keys()) {
        const headWidth = isInterleaved(gguf, name) ? model.headWidth : undefined;
        for await (const piece of expandedPieces(source, name, tensors.get(name), headWidth)) {
          signal?.throwIfAborted();
          await append(new Uint8Array(piece.buffer));
          done += piece.byteLength;
          onProgress?.({ step: 'Expanding weights', done, total, unit: 'bytes' });
        }
      }
    }),
  );
}
