import fc from 'fast-check';
import { expect, test } from 'vitest';
import { leastSquares, predicted } from '../../src/analysis/least-squares.ts';

/** The jackknife as it is defined: the fit once more without each row. */
function slowErrors(rows: readonly (readonly number[])[], y: readonly number[]): number[] {
  const without = rows.map((_, out) =>
    leastSquares(
      rows.filter((_, i) => i !== out),
      y.filter((_, i) => i !== out),
    ),
  );
  const n = rows.length;
  return (rows[0] ?? []).map((_, k) => {
    const slopes = without.map((fit) => fit.slopes[k] ?? Number.NaN);
    const mean = slopes.reduce((sum, each) => sum + each, 0) / n;
    return Math.sqrt(((n - 1) / n) * slopes.reduce((sum, each) => sum + (each - mean) ** 2, 0));
  });
}

test('two groups by hand: the slope is the difference of their means, its jackknife from six refits', () => {
  const fit = leastSquares([[0], [0], [0], [1], [1], [1]], [1, 2, 3, 5, 7, 9]);
  expect(fit.intercept).toBeCloseTo(2, 12);
  expect(fit.slopes[0]).toBeCloseTo(5, 12);
  // Without each row in turn: 4.5, 5, 5.5, 6, 5, 4; their mean 5, squares .25 + 0 + .25 + 1 + 0 + 1 = 2.5.
  expect(fit.errors[0]).toBeCloseTo(Math.sqrt((5 / 6) * 2.5), 12);
});

test('errors of any fit are those of leaving each row out and fitting again', () => {
  const row = fc.array(fc.constantFrom(0, 1), { minLength: 3, maxLength: 3 });
  const everyMask = Array.from({ length: 8 }, (_, bits) => [0, 1, 2].map((k) => (bits >> k) & 1));
  fc.assert(
    fc.property(
      fc.array(row, { minLength: 8, maxLength: 20 }),
      fc.array(fc.double({ min: -9, max: 9, noNaN: true }), { minLength: 28, maxLength: 28 }),
      (more, numbers) => {
        const rows = [...everyMask, ...more];
        const y = numbers.slice(0, rows.length);
        const { errors } = leastSquares(rows, y);
        slowErrors(rows, y).forEach((error, k) => {
          expect(errors[k]).toBeCloseTo(error, 7);
        });
      },
    ),
    { numRuns: 40, seed: 1 },
  );
});

test('what the line explains wholly it predicts, without error', () => {
  const rows = [0, 1, 2, 3, 4, 5].map((i) => [i, i * i]);
  const fit = leastSquares(
    rows,
    rows.map(([a = 0, b = 0]) => 3 + 2 * a - b),
  );
  expect(predicted(fit, [10, 100])).toBeCloseTo(-77, 6);
  expect(fit.errors.every((error) => (error ?? 1) < 1e-6)).toBe(true);
});

test('a row that alone decides a slope leaves that without an error; dependent columns are refused', () => {
  expect(leastSquares([[0], [1]], [1, 4])).toMatchObject({ slopes: [3], errors: [null] });
  expect(() =>
    leastSquares(
      [
        [0, 0],
        [1, 1],
        [2, 2],
      ],
      [1, 2, 3],
    ),
  ).toThrow(RangeError);
});
