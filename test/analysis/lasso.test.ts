import fc from 'fast-check';
import { expect, test } from 'vitest';
import { largestPenalty, lasso, sparseSupport } from '../../src/analysis/lasso.ts';
import { leastSquares } from '../../src/analysis/least-squares.ts';
import { randomFrom } from '../../src/kernel/random.ts';

const cost = (
  rows: readonly (readonly number[])[],
  y: readonly number[],
  penalty: number,
  intercept: number,
  slopes: readonly number[],
): number => {
  const squares = rows.map((row, i) => {
    const guess = row.reduce((sum, x, k) => sum + x * (slopes[k] ?? 0), intercept);
    return ((y[i] ?? 0) - guess) ** 2;
  });
  const loss = squares.reduce((sum, each) => sum + each, 0) / (2 * rows.length);
  return loss + penalty * slopes.reduce((sum, slope) => sum + Math.abs(slope), 0);
};

test('one column by hand: the slope shrinks by the penalty over the variance, then is nothing', () => {
  // x = 0, 0, 1, 1: variance .25; y = 0, 0, 4, 4: mean product 1.
  const [rows, y] = [
    [[0], [0], [1], [1]],
    [0, 0, 4, 4],
  ];
  expect(lasso(rows, y, 0).slopes[0]).toBeCloseTo(4, 9);
  expect(lasso(rows, y, 0.25).slopes[0]).toBeCloseTo(3, 9); // (1 − .25) / .25
  expect(lasso(rows, y, 0.25).intercept).toBeCloseTo(0.5, 9); // mean 2 − 3 · .5
  expect(largestPenalty(rows, y)).toBeCloseTo(1, 12);
  expect(lasso(rows, y, 1).slopes).toEqual([0]);
});

test('two columns at right angles by hand: each shrinks by itself', () => {
  const rows = [
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ];
  const fit = lasso(rows, [1, 2, 5, 6], 0.1); // slopes 4 and 1 without a penalty
  expect(fit.slopes[0]).toBeCloseTo(3.6, 9);
  expect(fit.slopes[1]).toBeCloseTo(0.6, 9);
});

/** Masks of `columns` sources, in which the first two matter. */
function planted(columns: number, seed: number) {
  const random = randomFrom(seed);
  const rows = Array.from({ length: 48 }, () =>
    Array.from({ length: columns }, () => (random() < 0.6 ? 1 : 0)),
  );
  const y = rows.map(([a = 0, b = 0]) => 2 + 5 * a - 3 * b + (random() - 0.5));
  return { rows, y };
}

test('no step away from the minimum costs less', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 12 }),
      fc.nat(),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (n, seed, share) => {
        const { rows, y } = planted(n, seed);
        const penalty = share * largestPenalty(rows, y);
        const { intercept, slopes } = lasso(rows, y, penalty);
        const least = cost(rows, y, penalty, intercept, slopes);
        for (const step of [1e-3, -1e-3])
          for (let k = -1; k < n; k++) {
            const moved = slopes.map((slope, i) => (i === k ? slope + step : slope));
            const there = cost(rows, y, penalty, k < 0 ? intercept + step : intercept, moved);
            expect(there).toBeGreaterThanOrEqual(least - 1e-9);
          }
      },
    ),
    { numRuns: 30, seed: 2 },
  );
});

test('without a penalty it is least squares', () => {
  const { rows, y } = planted(8, 3);
  const [sparse, plain] = [lasso(rows, y, 0), leastSquares(rows, y)];
  plain.slopes.forEach((slope, k) => {
    expect(sparse.slopes[k]).toBeCloseTo(slope, 5);
  });
});

test('of thirty columns those that matter are kept, and few others', () => {
  for (let seed = 0; seed < 10; seed++) {
    const { rows, y } = planted(30, seed);
    const kept = sparseSupport(rows, y);
    expect(kept.slice(0, 2)).toEqual([0, 1]);
    expect(kept.length).toBeLessThan(16);
  }
});

test('where nothing varies nothing is kept', () => {
  expect(
    sparseSupport(
      planted(5, 1).rows,
      Array.from({ length: 48 }, () => 3),
    ),
  ).toEqual([]);
});
