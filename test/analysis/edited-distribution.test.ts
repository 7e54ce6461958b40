import { expect, test } from 'vitest';
import {
  distributionOf,
  divergence,
  entropyOf,
  leadingIds,
  movedWord,
  probOf,
} from '../../src/analysis/edited-distribution.ts';
import { tokenId } from '../../src/kernel/ids.ts';

/** Logits shifted by anything are the same distribution. */
const of = (...probs: number[]) => distributionOf(Float32Array.from(probs, (p) => Math.log(p) + 30));

const p = of(0.5, 0.25, 0.25);
const q = of(0.25, 0.25, 0.5);

test('probability, entropy and divergence by hand', () => {
  expect([0, 1, 2].map((id) => probOf(p, id))).toEqual([
    expect.closeTo(0.5, 6),
    expect.closeTo(0.25, 6),
    expect.closeTo(0.25, 6),
  ]);
  expect(entropyOf(p)).toBeCloseTo(1.5 * Math.LN2, 5);
  expect(divergence(p, q)).toBeCloseTo(0.5 * Math.LN2 - 0.25 * Math.LN2, 5);
  expect(divergence(p, p)).toBe(0);
});

test('a divergence has a direction', () => {
  const [sure, unsure] = [of(0.98, 0.01, 0.01), of(0.34, 0.33, 0.33)];
  expect(divergence(sure, unsure)).not.toBeCloseTo(divergence(unsure, sure), 1);
});

test('leading words are those of either side', () => {
  const [a, b] = [of(0.6, 0.3, 0.05, 0.05), of(0.05, 0.1, 0.05, 0.8)];
  expect(leadingIds(a, b, 3)).toEqual([3, 0, 1]);
  const word = movedWord({ id: tokenId(3), text: ' x' }, a, b);
  expect([word.before.prob, word.after.prob]).toEqual([expect.closeTo(0.05, 5), expect.closeTo(0.8, 5)]);
});
