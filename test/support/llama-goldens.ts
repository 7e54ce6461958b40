import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openWeights } from '../../models/formats/open.ts';
import type { OpenedWeights } from '../../models/formats/opened.ts';
import { readSafetensors } from '../../models/formats/safetensors.ts';
import { loadModel, type MeasuredModel } from '../../models/session/load.ts';
import { readWeight } from '../../models/session/weight-reader.ts';
import { type TokenId, tokenId } from '../../src/kernel/ids.ts';
import { type Tensor, tensor } from '../../src/kernel/tensor.ts';

/** The random checkpoints of test/models/goldens/make_llama_goldens.py: every width odd in its own way. */
export const CHECKPOINTS = ['grouped-linear', 'biased-llama3', 'mistral', 'qwen2'] as const;

const GOLDEN = fileURLToPath(new URL('../models/goldens/golden/llama/', import.meta.url));
export const TEST_CACHE = join(tmpdir(), 'dotp-test-cache');

export interface Golden {
  readonly opened: OpenedWeights;
  /** `[row][token]` */
  readonly tokens: readonly (readonly TokenId[])[];
  /** What `transformers` says next, one after another, after row 0. */
  readonly greedy: readonly number[];
  /** Every hook of all rows, `transformers` float32. */
  readonly hooks: ReadonlyMap<string, Tensor>;
}

export async function golden(name: string): Promise<Golden> {
  const folder = join(GOLDEN, name);
  const run: { tokens: number[][]; greedy: number[] } = JSON.parse(
    await readFile(join(folder, 'run.json'), 'utf8'),
  );
  return {
    opened: await openWeights(folder, { cacheFolder: TEST_CACHE }),
    tokens: run.tokens.map((row) => row.map(tokenId)),
    greedy: run.greedy,
    hooks: await tensorsOf(join(folder, 'hooks.safetensors')),
  };
}

export const goldenFile = (...path: readonly string[]): string => join(GOLDEN, ...path);

/** All tensors of a safetensors file, in memory. */
export async function tensorsOf(path: string): Promise<Map<string, Tensor>> {
  const table = await readSafetensors(path);
  const entries = Array.from(
    table.tensors,
    async ([name, { shape }]): Promise<[string, Tensor]> => [
      name,
      tensor(shape, await readWeight(table, name)),
    ],
  );
  return new Map(await Promise.all(entries));
}

export const load = (
  opened: OpenedWeights,
  device: 'cpu' | 'webgpu' | 'cuda' = 'cpu',
): Promise<MeasuredModel> =>
  loadModel(opened, { device, name: 'golden', source: 'test', cacheFolder: TEST_CACHE });
