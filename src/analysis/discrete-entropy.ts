import { randomFrom } from '../kernel/random.ts';
import { quantile } from './quantile.ts';

/** Where an estimate may lie, and how that was had. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

const RESAMPLES = 1000;

/**
 * Discrete entropy of samples in clusters, H = −Σ p(c) log p(c) with p(c) = |c| / n, nats (Farquhar,
 * Nature 630:625, there over clusters of meaning). At most log n.
 *
 * @param sizes  answers in each cluster
 */
export function discreteEntropy(sizes: readonly number[]): number {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  return sizes.reduce((sum, size) => (size === 0 ? sum : sum + entropyTerm(size / total)), 0);
}

const entropyTerm = (p: number): number => (p > 0 ? -p * Math.log(p) : 0);

/**
 * Percentile bootstrap of that entropy, 95 %: the samples drawn anew with replacement, 1,000 times.
 * A resample never holds what was not sampled, so the interval sits low; it is widened to the estimate
 * where it misses it. Of samples that all agree it is a point.
 */
export function bootstrapEntropy(sizes: readonly number[], seed: number): Interval {
  const labels = sizes.flatMap((size, cluster) => Array<number>(size).fill(cluster));
  const random = randomFrom(seed);
  const drawn = Array.from({ length: RESAMPLES }, () => {
    const again = Array<number>(sizes.length).fill(0);
    for (let i = 0; i < labels.length; i++) {
      const cluster = labels[Math.floor(random() * labels.length)] ?? 0;
      again[cluster] = (again[cluster] ?? 0) + 1;
    }
    return discreteEntropy(again);
  });
  const estimate = discreteEntropy(sizes);
  return {
    low: Math.min(quantile(drawn, 0.025), estimate),
    high: Math.max(quantile(drawn, 0.975), estimate),
  };
}
