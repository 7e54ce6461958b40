import type { HookName } from '../../src/kernel/hooks.ts';
import { sizeOf, type Tensor } from '../../src/kernel/tensor.ts';
import type { ForwardRequest, ForwardResult, KeyValueCache } from '../loaded.ts';

/** A request cut into parts of at most `rows` batch rows each; rows do not see one another, so nothing changes. */
export function partsOf(request: ForwardRequest, rows: number): ForwardRequest[] {
  const { tokens, interventions, patch, cache } = request;
  if (tokens.length <= rows) return [request];
  const starts = Array.from({ length: Math.ceil(tokens.length / rows) }, (_, i) => i * rows);
  return starts.map((from) => {
    const to = Math.min(from + rows, tokens.length);
    const mine = interventions
      ?.filter(({ row }) => row === undefined || (row >= from && row < to))
      .map((each) => (each.row === undefined ? each : { ...each, row: each.row - from }));
    return {
      ...request,
      tokens: tokens.slice(from, to),
      ...(patch === undefined ? {} : { patch: { ...patch, gates: rowsOf(patch.gates, from, to) } }),
      ...(mine === undefined ? {} : { interventions: mine }),
      ...(cache === undefined ? {} : { cache: cacheRows(cache, from, to) }),
    };
  });
}

/** The parts' results as one, in their order. */
export function joined(parts: readonly ForwardResult[]): ForwardResult {
  const [first, ...rest] = parts;
  if (first === undefined) throw new RangeError('no parts to join');
  if (rest.length === 0) return first;
  const hooks = new Map<HookName, Tensor>(
    Array.from(first.hooks.keys(), (hook) => [hook, stacked(parts.map((part) => part.hooks.get(hook)))]),
  );
  const cache = joinedCaches(parts.flatMap((part) => part.cache ?? []));
  return cache === undefined ? { hooks } : { hooks, cache };
}

function joinedCaches(caches: readonly KeyValueCache[]): KeyValueCache | undefined {
  const [first] = caches;
  if (first === undefined) return undefined;
  return {
    rows: caches.reduce((sum, { rows }) => sum + rows, 0),
    length: first.length,
    layers: first.layers.map((_, layer) => ({
      key: stacked(caches.map((cache) => cache.layers[layer]?.key)),
      value: stacked(caches.map((cache) => cache.layers[layer]?.value)),
    })),
  };
}

const cacheRows = (cache: KeyValueCache, from: number, to: number): KeyValueCache => ({
  rows: to - from,
  length: cache.length,
  layers: cache.layers.map(({ key, value }) => ({
    key: rowsOf(key, from, to),
    value: rowsOf(value, from, to),
  })),
});

function rowsOf({ shape, data }: Tensor, from: number, to: number): Tensor {
  const row = sizeOf(shape.slice(1));
  return { shape: [to - from, ...shape.slice(1)], data: data.subarray(from * row, to * row) };
}

/** Tensors under one another along their first axis. */
function stacked(parts: readonly (Tensor | undefined)[]): Tensor {
  const all = parts.flatMap((part) => part ?? []);
  const rows = all.reduce((sum, { shape }) => sum + (shape[0] ?? 0), 0);
  const data = new Float32Array(all.reduce((sum, part) => sum + part.data.length, 0));
  let offset = 0;
  for (const part of all) {
    data.set(part.data, offset);
    offset += part.data.length;
  }
  return { shape: [rows, ...(all[0]?.shape.slice(1) ?? [])], data };
}
