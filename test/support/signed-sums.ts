import type { Tensor } from '../../src/kernel/tensor.ts';

/** ±1 by a hash of the index, the same as in test/models/goldens/smollm2_golden.py. */
function sign(index: number, which: number): number {
  let mixed = Math.imul(index * 8 + which + 1, 2654435761) >>> 0;
  mixed = Math.imul(mixed ^ (mixed >>> 15), 2246822519) >>> 0;
  return mixed >>> 31 === 1 ? -1 : 1;
}

const SIGNS = 4;

/**
 * What a hook of one prompt comes down to, by token (by query for scores and patterns): its length, then
 * its sums under four sets of signs. An error of relative size e anywhere moves a sum by about e · length.
 */
export function signedSums(hook: string, { shape, data }: Tensor): readonly (readonly number[])[] {
  const [, first = 0, second = 0] = shape;
  const byHead = /pattern|scores/.test(hook); // [1, H, T, S], else [1, T, …]
  const tokens = byHead ? second : first;
  const columns = data.length / tokens;
  const inner = byHead ? columns / first : columns;
  return Array.from({ length: tokens }, (_, token) => {
    const row = Array.from({ length: columns }, (_, i) => {
      const place = byHead
        ? (Math.floor(i / inner) * tokens + token) * inner + (i % inner)
        : token * columns + i;
      const value = data[place] ?? Number.NaN;
      return value === Number.NEGATIVE_INFINITY ? 0 : value;
    });
    const sums = Array.from({ length: SIGNS }, (_, which) =>
      row.reduce((sum, v, i) => sum + v * sign(i, which), 0),
    );
    return [Math.hypot(...row), ...sums];
  });
}
