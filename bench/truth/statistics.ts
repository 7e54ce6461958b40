import { quantile } from '../../src/analysis/quantile.ts';
import { randomFrom } from '../../src/kernel/random.ts';

/** A number with the interval that 95 % of repetitions would give. */
export interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly n: number;
}

const RESAMPLES = 2000;

/**
 * Median with its percentile bootstrap interval (Efron 1979): lists of the same length are drawn from the
 * list with repetition, and the middle 95 % of their medians kept.
 *
 * @returns undefined of no values
 */
export function medianInterval(values: readonly number[], seed = 0): Interval | undefined {
  if (values.length === 0) return undefined;
  const random = randomFrom(seed);
  const again = () => values.map(() => values[Math.floor(random() * values.length)] ?? Number.NaN);
  const medians = Array.from({ length: RESAMPLES }, () => quantile(again(), 0.5));
  return {
    value: quantile(values, 0.5),
    low: quantile(medians, 0.025),
    high: quantile(medians, 0.975),
    n: values.length,
  };
}

/** Two-sided 95 % of a normal distribution. */
const Z = 1.959964;

/**
 * A share with Wilson's interval (1927), which also holds near 0 and 1.
 *
 * @returns undefined of no cases
 */
export function shareInterval(hits: number, n: number): Interval | undefined {
  if (n === 0) return undefined;
  const share = hits / n;
  const scale = 1 + Z ** 2 / n;
  const middle = (share + Z ** 2 / (2 * n)) / scale;
  const half = (Z / scale) * Math.sqrt((share * (1 - share)) / n + Z ** 2 / (4 * n ** 2));
  return { value: share, low: middle - half, high: middle + half, n };
}
