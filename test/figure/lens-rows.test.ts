import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chooseDepths } from '../../src/figure/lens-rows.ts';

test('all depths when they fit; else the deepest half of the budget and a spread of the rest', () => {
  expect(chooseDepths(5, [], 5)).toEqual([0, 1, 2, 3, 4]);
  expect(chooseDepths(20, [], 6)).toEqual([0, 5, 11, 17, 18, 19]);
  expect(chooseDepths(20, [7], 6)).toEqual([0, 7, 11, 17, 18, 19]);
});

test('the first, the last and the wanted depth are always there, in order, within the budget', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 130 }),
      fc.nat(),
      fc.integer({ min: 4, max: 30 }),
      (n, at, budget) => {
        const wanted = at % n;
        const depths = chooseDepths(n, [wanted], budget);
        expect(depths).toEqual([...new Set(depths)].sort((a, b) => a - b));
        expect(depths.length).toBe(Math.min(n, budget));
        for (const kept of [0, wanted, n - 1]) expect(depths).toContain(kept);
      },
    ),
  );
});
