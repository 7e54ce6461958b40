import fc from 'fast-check';
import { expect, test } from 'vitest';
import { distributionOf, entropyOf, nucleusTokenAt, tokenAt } from '../../src/engine/distribution.ts';

const NEVER = Number.NEGATIVE_INFINITY;

/** The slow obvious way: every probability, then its sum up to each token. */
function reference(logits: Float32Array, temperature: number) {
  const top = Math.max(...logits);
  const weights = Array.from(logits, (logit) => Math.exp((logit - top) / temperature));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const probs = weights.map((weight) => weight / total);
  return {
    distribution: distributionOf(logits, top, temperature),
    probs,
    entropy: -probs.reduce((sum, p) => sum + (p > 0 ? p * Math.log(p) : 0), 0),
  };
}

/** Several blocks of a vocabulary, some of it never to be drawn. */
const vocabulary = fc
  .array(fc.oneof(fc.integer({ min: -20, max: 20 }), fc.constant(NEVER)), { minLength: 1, maxLength: 1100 })
  .filter((values) => values.some(Number.isFinite))
  .map((values) => Float32Array.from(values));

test('the token at u is the one whose interval of summed probabilities holds u, across blocks', () => {
  const share = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  const temperature = fc.double({ min: 0.2, max: 4, noNaN: true });
  fc.assert(
    fc.property(vocabulary, temperature, share, (logits, t, u) => {
      const { distribution, probs, entropy } = reference(logits, t);
      const id = tokenAt(distribution, u);
      const before = probs.slice(0, id).reduce((sum, p) => sum + p, 0);
      expect(probs[id]).toBeGreaterThan(0);
      expect(u).toBeGreaterThan(before - 1e-12);
      expect(u).toBeLessThan(before + (probs[id] ?? 0) + 1e-12);
      expect(entropyOf(distribution)).toBeCloseTo(entropy, 10);
    }),
    { seed: 11, numRuns: 300 },
  );
});

test.each([
  ['in the first of three blocks', 7],
  ['at the end of a block', 255],
  ['at the start of one', 256],
  ['last of all', 767],
])('where one token has all the weight, %s, it is drawn whatever the number', (_, only) => {
  const logits = new Float32Array(768).fill(NEVER);
  logits[only] = -3;
  const distribution = distributionOf(logits, -3, 1);
  for (const u of [0, 0.5, 1 - 2 ** -53, 1]) {
    expect(tokenAt(distribution, u)).toBe(only);
    expect(nucleusTokenAt(distribution, 0.9, u)).toBe(only);
  }
});
