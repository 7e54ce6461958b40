import type { HookName } from '../../src/kernel/hooks.ts';
import { sizeOf, type Tensor } from '../../src/kernel/tensor.ts';
import type { ForwardRequest, ForwardResult, KeyValueCache } from '../loaded.ts';

/** A request cut into parts of at most `rows` batch rows each; rows do not see one another, so nothing changes. */
export function partsOf(request: ForwardRequest, rows: number): ForwardRequest[] {
  const { cacheRoom, ...rest } = request;
  const { tokens, cache } = rest;
  const whole = tokens.length <= rows; // parts would write over one another
  return spansOf(tokens.length, rows).map(({ from, to }) => ({
    ...onlyRows(rest, from, to),
    ...(cache === undefined ? {} : { cache: cacheRows(cache, from, to) }),
    ...(whole && cacheRoom !== undefined ? { cacheRoom } : {}),
  }));
}

/** Ranges `from … to − 1` of at most `rows` that together are `0 … count − 1`. */
export const spansOf = (count: number, rows: number): { readonly from: number; readonly to: number }[] =>
  Array.from({ length: Math.ceil(count / rows) }, (_, i) => ({
    from: i * rows,
    to: Math.min((i + 1) * rows, count),
  }));

/** A request for some of its rows, interventions counted from the first of them. */
export function onlyRows<Request extends Pick<ForwardRequest, 'tokens' | 'interventions' | 'patch'>>(
  request: Request,
  from: number,
  to: number,
): Request {
  const { tokens, interventions, patch } = request;
  const mine = interventions
    ?.filter(({ row }) => row === undefined || (row >= from && row < to))
    .map((each) => (each.row === undefined ? each : { ...each, row: each.row - from }));
  return {
    ...request,
    tokens: tokens.slice(from, to),
    ...(patch === undefined ? {} : { patch: { ...patch, gates: rowsOf(patch.gates, from, to) } }),
    ...(mine === undefined ? {} : { interventions: mine }),
  };
}

/** The parts' results as one, in their order. */
export function joined(parts: readonly ForwardResult[]): ForwardResult {
  const [first, ...rest] = parts;
  if (first === undefined) throw new RangeError('no parts to join');
  if (rest.length === 0) return first;
  const hooks = joinedHooks(parts.map((part) => part.hooks));
  const cache = joinedCaches(parts.flatMap((part) => part.cache ?? []));
  return cache === undefined ? { hooks } : { hooks, cache };
}

/** Hooks of several parts under one another. */
export function joinedHooks(parts: readonly ReadonlyMap<HookName, Tensor>[]): Map<HookName, Tensor> {
  const names = [...(parts[0]?.keys() ?? [])];
  return new Map(names.map((hook) => [hook, stacked(parts.map((part) => part.get(hook)))]));
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
  if (all.length === 1 && all[0] !== undefined) return all[0];
  const rows = all.reduce((sum, { shape }) => sum + (shape[0] ?? 0), 0);
  const data = new Float32Array(all.reduce((sum, part) => sum + part.data.length, 0));
  let offset = 0;
  for (const part of all) {
    data.set(part.data, offset);
    offset += part.data.length;
  }
  return { shape: [rows, ...(all[0]?.shape.slice(1) ?? [])], data };
}
