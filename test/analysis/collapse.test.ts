import { expect, test } from 'vitest';
import {
  degreeOf,
  likeness,
  limitsAt,
  measuresOf,
  oscillation,
  overOf,
  type ReadText,
  tripsOf,
} from '../../src/analysis/collapse.ts';
import { MEASURES, type Measures } from '../../src/analysis/trajectory-finding.ts';

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i);
const text = (differs: Partial<ReadText> = {}): ReadText => ({
  ids: upTo(16),
  entropies: [2, 3],
  state: Float32Array.of(3, 4),
  logits: Float32Array.of(Math.log(0.5), Math.log(0.25), Math.log(0.25)),
  ...differs,
});
const none: Measures = {
  repetition: null,
  distinct: null,
  entropy: null,
  cosine: null,
  kl: null,
  period: null,
};

test('the measures of one text, by hand', () => {
  const loop = text({ ids: [1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2], entropies: [0.1, 0.3] });
  // nine 4-grams, two of them different; eleven 2-grams, two of them different
  expect(measuresOf([loop])).toEqual({
    ...none,
    repetition: expect.closeTo(7 / 9, 12),
    distinct: expect.closeTo(2 / 11, 12),
    entropy: expect.closeTo(0.2, 12),
  });
  expect(measuresOf([text()])).toEqual({ ...none, repetition: 0, distinct: 1, entropy: 2.5 });
});

test('a text of less than twelve tokens says nothing by itself', () => {
  expect(measuresOf([text({ ids: [5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5] })])).toEqual(none);
});

test('against the text before: cosine, KL and oscillation, by hand', () => {
  const other = text({
    ids: upTo(16).map((id) => id + 100),
    state: Float32Array.of(4, 3),
    logits: Float32Array.of(Math.log(0.25), Math.log(0.5), Math.log(0.25)),
  });
  const { cosine, kl, period } = measuresOf([text(), other]);
  expect(cosine).toBeCloseTo(24 / 25, 6);
  expect(kl).toBeCloseTo(0.25 * Math.log(2), 6); // .25 ln .5 + .5 ln 2
  expect(period).toBeNull();
  expect(measuresOf([text(), other, text()]).period).toBe(1);
  expect(measuresOf([text(), text(), text()])).toMatchObject({
    cosine: expect.closeTo(1, 6),
    kl: expect.closeTo(0, 9),
    period: 0,
  });
});

test('a shift of all logits changes no distribution', () => {
  const shifted = text({ logits: Float32Array.from(text().logits, (logit) => logit + 50) });
  expect(measuresOf([text(), shifted]).kl).toBeCloseTo(0, 5);
});

test('likeness counts shared 2-grams with their repeats, by hand', () => {
  expect(likeness([1, 2, 3], [1, 2, 4])).toBeCloseTo(1 / 2, 12);
  expect(likeness([1, 1, 1], [1, 1])).toBeCloseTo(2 / 3, 12); // two and one of the same
  expect(likeness([7], [7])).toBe(1);
  expect(likeness([7], [8, 7])).toBeCloseTo(2 / 3, 12);
  expect(likeness([], [])).toBe(1);
});

test('oscillation is what is taken back of the way', () => {
  expect([
    oscillation(1, 0),
    oscillation(1, 0.5),
    oscillation(0.6, 0.2),
    oscillation(0.2, 0.6),
    oscillation(1, 1),
  ]).toEqual([1, 1, expect.closeTo(0.5, 12), 0, 0]);
});

test('limits move towards collapse with the degree, and back again', () => {
  for (const measure of MEASURES)
    for (const degree of [0.1, 0.5, 0.7, 0.95])
      expect(degreeOf(measure, limitsAt(degree)[measure])).toBeCloseTo(degree, 9);
  expect(limitsAt(0.7)).toEqual({
    repetition: 0.7,
    distinct: expect.closeTo(0.3, 12),
    entropy: expect.closeTo(0.3567, 4),
    cosine: expect.closeTo(0.99, 12),
    kl: expect.closeTo(0.0892, 4),
    period: 0.7,
  });
});

test('a measure trips at its limit from its own side, one that is missing never', () => {
  const limits = limitsAt(0.7);
  const at: Measures = {
    repetition: 0.7,
    distinct: 0.29,
    entropy: 0.36,
    cosine: 0.98,
    kl: 0.08,
    period: null,
  };
  expect(overOf(at, limits)).toEqual(['repetition', 'distinct', 'kl']);
});

test('of each measure the first trip is told, in the order of passes', () => {
  const passes = [
    { measures: none },
    { measures: { ...none, kl: 0 } },
    { measures: { ...none, kl: 0, repetition: 1 } },
  ];
  expect(tripsOf(passes, limitsAt(0.7))).toEqual([
    { pass: 2, measure: 'kl', value: 0 },
    { pass: 3, measure: 'repetition', value: 1 },
  ]);
});
