import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expOfNegative } from '../../src/engine/exponential.ts';

test('it is e^x to 4e-16 of itself wherever that is not vanishing', () => {
  const x = fc.double({ min: -708, max: 0, noNaN: true });
  const relative = (of: number) => Math.abs(expOfNegative(of) / Math.exp(of) - 1);
  fc.assert(
    fc.property(x, (of) => {
      expect(relative(of)).toBeLessThan(4e-16);
    }),
    { seed: 3, numRuns: 20_000 },
  );
  for (
    let k = 0;
    k < 3000;
    k++ // where a table entry gives way to the next
  )
    expect(relative((-(k + 0.5) * Math.LN2) / 64)).toBeLessThan(4e-16);
});

test('by hand: e^0 = 1, what is too small is 0, halves are halves', () => {
  expect(expOfNegative(0)).toBe(1);
  expect(expOfNegative(-0)).toBe(1);
  expect(expOfNegative(-709)).toBe(0);
  expect(expOfNegative(Number.NEGATIVE_INFINITY)).toBe(0);
  expect(expOfNegative(-Math.LN2)).toBe(0.5);
  expect(expOfNegative(-10 * Math.LN2)).toBe(2 ** -10);
});
