import { LRUCache } from 'lru-cache';
import type { Tensor } from '../../src/kernel/tensor.ts';
import { resultGraph, scoresGraph } from '../graph/derived.ts';
import type { Dimensions } from '../graph/hooks.ts';
import type { ModelContext } from './context.ts';
import { onDemand } from './on-demand.ts';
import { type Feed, openSession } from './runtime.ts';
import { NO_WEIGHTS } from './weight-folder.ts';
import { readWeight } from './weight-reader.ts';

/** Hooks made after the run, each by a small graph of its own that opens when it is first needed. */
export interface DerivedHooks {
  /** hook_attn_scores from rotated queries, all keys and the mask of the run. */
  scores(queries: Tensor, keys: Tensor, mask: Feed | undefined, run: Dimensions): Promise<Float32Array>;
  /** hook_result from z and the layer's W_O. */
  result(z: Tensor, outWeight: string): Promise<Float32Array>;
  close(): Promise<void>;
}

/** W_O of layers that were asked for, turned; all of them in a model of a few hundred million weights. */
const KEPT_BYTES = 128 * 1024 ** 2;
const ON_CPU = { device: 'cpu', prepack: false } as const;

export function derivedHooks({ model, weights }: ModelContext): DerivedHooks {
  const { heads, headWidth, width } = model;
  const scores = onDemand(async () => {
    const graph = scoresGraph(model);
    return { graph, session: await openSession(graph.spec, NO_WEIGHTS, ON_CPU) };
  });
  const results = onDemand(async () => {
    const graph = resultGraph(model);
    return { graph, session: await openSession(graph.spec, NO_WEIGHTS, ON_CPU) };
  });
  const kept = new LRUCache<string, Float32Array>({
    maxSize: KEPT_BYTES,
    sizeCalculation: ({ byteLength }) => byteLength,
  });
  async function writing(outWeight: string): Promise<Float32Array> {
    const known = kept.get(outWeight) ?? turned(await readWeight(weights, outWeight), width);
    kept.set(outWeight, known);
    return known;
  }
  return {
    async scores(queries, keys, mask, run) {
      const { graph, session } = await scores.get();
      if (mask === undefined) throw new RangeError('the run had no attention mask');
      const byHead = [run.batch, run.tokens, heads, headWidth];
      const feeds = new Map<string, Feed>([
        ['queries', { type: 'float32', shape: byHead, data: queries.data }],
        ['keys', { type: 'float32', ...keys }],
        ['mask', mask],
      ]);
      return dataOf(await session.run(feeds, [graph.output]), graph.output);
    },
    async result(z, outWeight) {
      const { graph, session } = await results.get();
      const rows = z.data.length / (heads * headWidth);
      const feeds = new Map<string, Feed>([
        ['z', { type: 'float32', shape: [rows, heads, headWidth], data: z.data }],
        ['writing', { type: 'float32', shape: [heads, headWidth, width], data: await writing(outWeight) }],
      ]);
      return dataOf(await session.run(feeds, [graph.output]), graph.output);
    },
    async close() {
      await scores.close(({ session }) => session.close());
      await results.close(({ session }) => session.close());
    },
  };
}

/** `[D, H·dh]` → `[H·dh, D]` */
function turned(out: Float32Array, width: number): Float32Array {
  const columns = out.length / width;
  const result = new Float32Array(out.length);
  for (let row = 0; row < width; row++)
    for (let column = 0; column < columns; column++)
      result[column * width + row] = out[row * columns + column] ?? 0;
  return result;
}

export function dataOf(outputs: ReadonlyMap<string, Tensor>, name: string): Float32Array {
  const found = outputs.get(name);
  if (found === undefined) throw new RangeError(`output ${name} was not fetched`);
  return found.data;
}
