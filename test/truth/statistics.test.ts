import fc from 'fast-check';
import { expect, test } from 'vitest';
import { medianInterval, shareInterval } from '../../bench/truth/statistics.ts';

/** Chance that the median of n draws with repetition is at most the k-th smallest of n (n odd). */
function chance(k: number, n: number): number {
  let sum = 0;
  for (let j = (n + 1) / 2; j <= n; j++) sum += choose(n, j) * (k / n) ** j * (1 - k / n) ** (n - j);
  return sum;
}
const choose = (n: number, j: number): number => (j === 0 ? 1 : (choose(n - 1, j - 1) * n) / j);

test.each([3, 11, 19])('of %i values the interval is that of the exact distribution of medians', (n) => {
  const values = Array.from({ length: n }, (_, i) => i + 1);
  const exact = (share: number) => values.find((k) => chance(k, n) >= share);
  expect(medianInterval([...values].reverse())).toEqual({
    value: (n + 1) / 2,
    low: exact(0.025),
    high: exact(0.975),
    n,
  });
});

test('the median lies in its interval, the interval in the values; the same again for a seed', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -9, max: 9, noNaN: true }), { minLength: 1, maxLength: 20 }),
      (values) => {
        const found = medianInterval(values);
        expect(found).toEqual(medianInterval(values));
        expect(found?.low).toBeLessThanOrEqual(found?.value ?? Number.NaN);
        expect(found?.high).toBeGreaterThanOrEqual(found?.value ?? Number.NaN);
        expect(found?.low).toBeGreaterThanOrEqual(Math.min(...values));
        expect(found?.high).toBeLessThanOrEqual(Math.max(...values));
      },
    ),
    { numRuns: 20 },
  );
  expect(medianInterval([])).toBeUndefined();
});

/** Printed in Newcombe 1998, table I, method 3. */
test.each([
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
])('%i of %i has Wilson’s interval %f to %f', (hits, n, low, high) => {
  const found = shareInterval(hits, n);
  expect(found?.value).toBe(hits / n);
  expect(found?.low).toBeCloseTo(low, 4);
  expect(found?.high).toBeCloseTo(high, 4);
  expect(shareInterval(0, 0)).toBeUndefined();
});
