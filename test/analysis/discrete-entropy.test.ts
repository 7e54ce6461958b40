import { expect, test } from 'vitest';
import { bootstrapEntropy, discreteEntropy } from '../../src/analysis/discrete-entropy.ts';

test('entropy by hand, nats', () => {
  expect(discreteEntropy([8])).toBe(0);
  expect(discreteEntropy([4, 4])).toBeCloseTo(Math.log(2), 12);
  expect(discreteEntropy([1, 1, 1, 1, 1, 1, 1, 1])).toBeCloseTo(Math.log(8), 12);
  // −(1/2 ln 1/2 + 2 · 1/4 ln 1/4) = 1.5 ln 2
  expect(discreteEntropy([2, 1, 1])).toBeCloseTo(1.5 * Math.log(2), 12);
  expect(discreteEntropy([2, 1, 0, 1])).toBeCloseTo(1.5 * Math.log(2), 12);
});

test('the bootstrap is the same for the same seed, holds the estimate, and is a point where all agree', () => {
  const sizes = [5, 2, 1];
  const interval = bootstrapEntropy(sizes, 7);
  expect(bootstrapEntropy(sizes, 7)).toEqual(interval);
  expect(bootstrapEntropy([23, 14, 7, 3], 8)).not.toEqual(bootstrapEntropy([23, 14, 7, 3], 7));
  for (const some of [sizes, [1, 1, 1, 1], [3, 1]]) {
    const { low, high } = bootstrapEntropy(some, 3);
    expect(low).toBeLessThanOrEqual(discreteEntropy(some));
    expect(high).toBeGreaterThanOrEqual(discreteEntropy(some));
  }
  expect(bootstrapEntropy([8], 1)).toEqual({ low: 0, high: 0 });
});

test('of two equal clusters of one, by hand: half of the resamples agree, half differ', () => {
  // {0,0} ¼, {1,1} ¼: entropy 0; else ln 2. The middle 95 % of such draws is all of it.
  const { low, high } = bootstrapEntropy([1, 1], 5);
  expect([low, high]).toEqual([0, discreteEntropy([1, 1])]);
});

test('more samples of the same shares make the interval narrower', () => {
  const width = (sizes: readonly number[]) => {
    const { low, high } = bootstrapEntropy(sizes, 2);
    return high - low;
  };
  expect(width([48, 16])).toBeLessThan(width([6, 2]) / 2);
});
