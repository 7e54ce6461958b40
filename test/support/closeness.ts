import type { Tensor } from '../../src/kernel/tensor.ts';

/**
 * Largest difference over the largest number of the expected tensor. Places where both are the same
 * infinity (a masked score) agree; where one is, the answer is Infinity.
 */
export function relativeError(actual: Tensor, expected: Tensor): number {
  const scale = expected.data.reduce((top, v) => (Number.isFinite(v) ? Math.max(top, Math.abs(v)) : top), 0);
  return absoluteError(actual, expected) / (scale === 0 ? 1 : scale);
}

/** Largest difference; Infinity when the shapes differ. */
export function absoluteError(actual: Tensor, expected: Tensor): number {
  if (actual.shape.join() !== expected.shape.join()) return Number.POSITIVE_INFINITY;
  let worst = 0;
  expected.data.forEach((wanted, i) => {
    const got = actual.data[i] ?? Number.NaN;
    if (Object.is(got, wanted)) return;
    const error = Math.abs(got - wanted);
    worst = Number.isNaN(error) ? Number.POSITIVE_INFINITY : Math.max(worst, error);
  });
  return worst;
}
