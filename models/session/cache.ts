import { blockHook, type HookName } from '../../src/kernel/hooks.ts';
import { sizeOf, type Tensor, tensor } from '../../src/kernel/tensor.ts';
import type { ForwardGraph } from '../graph/forward.ts';
import type { Dimensions } from '../graph/hooks.ts';
import type { ForwardRequest, KeyValueCache } from '../loaded.ts';
import { outputsOf } from './collect.ts';
import { sourceOf } from './hook-source.ts';

type Asked = Pick<ForwardRequest, 'keepCache' | 'cache' | 'cacheRoom'>;
type Layers = KeyValueCache['layers'];

/** Outputs that the cache of a run is made from: whole, or with room for it the new tokens' alone. */
export function cacheOutputs(graph: ForwardGraph, asked: Asked): readonly string[] {
  if (asked.keepCache !== true) return [];
  return (grows(asked) ? newOutputs(graph) : graph.cache).flatMap(({ key, value }) => [key, value]);
}

/** Keys and values of a run's tokens and of those before. */
export function cacheOf(
  graph: ForwardGraph,
  asked: Asked,
  outputs: ReadonlyMap<string, Tensor>,
  { batch, keys }: Dimensions,
): KeyValueCache {
  const layers = grows(asked)
    ? grown(newOutputs(graph), asked, outputs)
    : graph.cache.map(({ key, value }) => ({ key: get(outputs, key), value: get(outputs, value) }));
  return { rows: batch, length: keys, layers };
}

const grows = ({ cache, cacheRoom }: Asked): boolean => cache !== undefined && cacheRoom !== undefined;

interface Pair {
  readonly key: string;
  readonly value: string;
}

function newOutputs({ hooks, cache }: ForwardGraph): Pair[] {
  const output = (hook: HookName): string => outputsOf(sourceOf(hooks, hook))[0] ?? hook;
  return cache.map((_, layer) => ({
    key: output(blockHook(layer, 'attn.hook_rot_k')),
    value: output(blockHook(layer, 'attn.hook_v')),
  }));
}

/**
 * The earlier keys and values and the new ones behind them, in the room. ONNX Runtime would hand the
 * whole of them out in fresh memory at every step, which takes several times as long.
 */
function grown(
  names: readonly Pair[],
  { cache, cacheRoom }: Asked,
  outputs: ReadonlyMap<string, Tensor>,
): Layers {
  return names.map(({ key, value }, layer) => {
    const past = cache?.layers[layer];
    const room = cacheRoom?.[layer];
    if (past === undefined || room === undefined)
      throw new RangeError(`no cache or no room for layer ${layer}`);
    return {
      key: behind(past.key, get(outputs, key), room.key),
      value: behind(past.value, get(outputs, value), room.value),
    };
  });
}

/**
 * @param past   `[B, K, P, dh]`
 * @param fresh  `[B, T, K, dh]`
 * @returns `[B, K, P + T, dh]` in `room`
 */
export function behind(past: Tensor, fresh: Tensor, room: Float32Array): Tensor {
  const [rows = 0, heads = 0, before = 0, width = 0] = past.shape;
  const tokens = fresh.data.length / (rows * heads * width);
  const shape = [rows, heads, before + tokens, width];
  const all = tensor(shape, room.subarray(0, sizeOf(shape)));
  for (let block = 0; block < rows * heads; block++) {
    const from = block * before * width;
    const to = block * (before + tokens) * width;
    all.data.set(past.data.subarray(from, from + before * width), to);
    const row = Math.floor(block / heads);
    for (let token = 0; token < tokens; token++) {
      const at = ((row * tokens + token) * heads + (block % heads)) * width;
      all.data.set(fresh.data.subarray(at, at + width), to + (before + token) * width);
    }
  }
  return all;
}

function get(outputs: ReadonlyMap<string, Tensor>, name: string): Tensor {
  const found = outputs.get(name);
  if (found === undefined) throw new RangeError(`output ${name} was not fetched`);
  return found;
}
