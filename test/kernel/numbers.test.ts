import fc from 'fast-check';
import { expect, test } from 'vitest';
import { count, percent, signed, tiny } from '../../src/kernel/numbers.ts';

test('numbers are written as people write them', () => {
  expect([0, 1, 2144, 134515008].map(count)).toEqual(['0', '1', '2,144', '134,515,008']);
  expect([0, 0.00002, 0.0042, 0.0994, 0.0996, 0.62, 0.9949, 0.9951, 0.99996, 1].map(percent)).toEqual([
    '0 %',
    '<0.1 %',
    '0.4 %',
    '9.9 %',
    '10 %',
    '62 %',
    '99 %',
    '99.5 %',
    '>99.9 %',
    '100 %',
  ]);
  expect([1.239, -0.314, 0.0044, -0.00003, 0, -0, 123.44, -12345].map(signed)).toEqual([
    '+1.24',
    '−0.31',
    '+0.004',
    '−3e-5',
    '0',
    '0',
    '+123.4',
    '−12,345',
  ]);
  expect([0, -0.000021, 0.5].map(tiny)).toEqual(['0', '2e-5', '5e-1']);
});

test('what is not a number is a dash', () => {
  for (const bad of [Number.NaN, Number.POSITIVE_INFINITY]) {
    expect([count(bad), percent(bad), signed(bad), tiny(bad)]).toEqual(['–', '–', '–', '–']);
  }
});

test('a share that is not 0 or 1 is never written as 0 % or 100 %', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-300, max: 1 - 1e-12, noNaN: true }), (share) => {
      expect(['0 %', '0.0 %', '100 %', '100.0 %']).not.toContain(percent(share));
    }),
  );
});

test('a score keeps its sign and, to three digits, its size', () => {
  fc.assert(
    fc.property(fc.double({ min: -9999, max: 9999, noNaN: true }), (score) => {
      const text = signed(score);
      const read = Number(text.replace('−', '-').replaceAll(',', ''));
      expect(Math.sign(read)).toBe(Math.sign(score) + 0);
      expect(Math.abs(read - score)).toBeLessThanOrEqual(Math.max(0.5 * Math.abs(score), 1e-12) + 1e-12);
      if (Math.abs(score) >= 0.01) expect(Math.abs(read - score)).toBeLessThan(0.5 + 1e-9);
    }),
  );
});
