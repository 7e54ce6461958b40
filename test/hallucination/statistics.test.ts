import { expect, test } from 'vitest';
import {
  auroc,
  aurocAt,
  bootstrap,
  type Case,
  chiSquareTail,
  crossValidated,
  logistic,
  standardised,
} from '../../bench/hallucination/statistics.ts';

const of = (positive: boolean, values: readonly (readonly number[])[]): Case[] =>
  values.map((each) => ({ positive, values: each }));

test('AUROC by hand: pairs won, ties half', () => {
  expect(auroc([3, 4], [1, 2])).toBe(1);
  expect(auroc([1, 2], [3, 4])).toBe(0);
  expect(auroc([1, 3], [2, 3])).toBe((0 + 0 + 1 + 0.5) / 4);
});

test('the bootstrap is the same for a seed, holds the estimate, and is a point where classes never meet', () => {
  const cases = [...of(true, [[3], [4], [1], [6]]), ...of(false, [[1], [2], [5], [0]])];
  const [interval] = bootstrap(cases, (some) => [aurocAt(some, 0)]);
  expect(bootstrap(cases, (some) => [aurocAt(some, 0)])[0]).toEqual(interval);
  expect(interval?.low).toBeLessThan(aurocAt(cases, 0));
  expect(interval?.high).toBeGreaterThan(aurocAt(cases, 0));
  const apart = [...of(true, [[5], [6]]), ...of(false, [[1], [2]])];
  expect(bootstrap(apart, (some) => [aurocAt(some, 0)])).toEqual([{ low: 1, high: 1 }]);
});

test('logistic regression on one yes-or-no value is the log-odds of its two groups', () => {
  // of 10 with 0, 2 are positive; of 10 with 1, 7 are
  const cases = [
    ...of(true, [...Array(2).fill([0]), ...Array(7).fill([1])]),
    ...of(false, [...Array(8).fill([0]), ...Array(3).fill([1])]),
  ];
  const { weights, logLikelihood } = logistic(cases);
  expect(weights[0]).toBeCloseTo(Math.log(2 / 8), 2);
  expect((weights[0] ?? 0) + (weights[1] ?? 0)).toBeCloseTo(Math.log(7 / 3), 2);
  const byHand = 2 * Math.log(0.2) + 8 * Math.log(0.8) + 7 * Math.log(0.7) + 3 * Math.log(0.3);
  expect(logLikelihood).toBeCloseTo(byHand, 4);
});

test('χ² tails from the tables', () => {
  expect(chiSquareTail(3.841)).toBeCloseTo(0.05, 4);
  expect(chiSquareTail(6.635)).toBeCloseTo(0.01, 4);
  expect(chiSquareTail(0)).toBeCloseTo(1, 6);
});

test('standard scores have mean 0 and deviation 1, and fits on other folds part what can be parted', () => {
  const cases = standardised([
    ...of(true, [[11], [12], [13], [14], [15]]),
    ...of(false, [[1], [2], [3], [4], [5]]),
  ]);
  const values = cases.map((each) => each.values[0] ?? 0);
  expect(values.reduce((sum, x) => sum + x, 0)).toBeCloseTo(0, 9);
  expect(values.reduce((sum, x) => sum + x * x, 0) / values.length).toBeCloseTo(1, 9);
  const scores = crossValidated(cases);
  expect(auroc(scores.slice(0, 5), scores.slice(5))).toBe(1);
});
