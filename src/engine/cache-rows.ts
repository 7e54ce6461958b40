import type { KeyValueCache } from '../../models/loaded.ts';
import { at, type Tensor } from '../kernel/tensor.ts';

/**
 * A cache whose row i is the given one's row `rows[i]`: one prompt's keys and values shared out to
 * many samples (`[0, 0, 0]`), or the rows still being written kept (`[0, 2]`).
 */
export function takeRows(cache: KeyValueCache, rows: readonly number[]): KeyValueCache {
  return {
    rows: rows.length,
    length: cache.length,
    layers: cache.layers.map(({ key, value }) => ({
      key: pickRows(key, rows),
      value: pickRows(value, rows),
    })),
  };
}

/** `[batch, ...]` → `[rows.length, ...]` */
export function pickRows(source: Tensor, rows: readonly number[]): Tensor {
  const shape = [rows.length, ...source.shape.slice(1)];
  const first = at(source, rows[0] ?? 0).data;
  const data = new Float32Array(first.length * rows.length);
  rows.forEach((row, i) => {
    data.set(at(source, row).data, i * first.length);
  });
  return { shape, data };
}
