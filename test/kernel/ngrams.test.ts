import { expect, test } from 'vitest';
import { ngrams, repeated } from '../../src/kernel/ngrams.ts';

test('n-grams in order, by hand', () => {
  expect(ngrams([1, 2, 3, 1], 2)).toEqual(['1,2', '2,3', '3,1']);
  expect(ngrams([12, 3], 2)).not.toEqual(ngrams([1, 23], 2));
  expect(ngrams([1], 2)).toEqual([]);
});

test('seq-rep-n is 1 − different n-grams / n-grams, by hand', () => {
  expect(repeated([1, 2, 3, 4, 5], 4)).toBe(0);
  expect(repeated([7, 7, 7, 7, 7, 7, 7, 7], 4)).toBeCloseTo(4 / 5, 12); // five 4-grams, one of them different
  expect(repeated([1, 2, 1, 2, 1, 2], 2)).toBeCloseTo(3 / 5, 12); // 12 21 12 21 12
  expect(repeated([1, 2, 3, 4], 4)).toBe(0); // one 4-gram repeats nothing
});
