import fc from 'fast-check';
import { expect, test } from 'vitest';
import { spread } from '../../renderers/attribution-names.ts';
import { swarm } from '../../renderers/swarm.ts';

const bee = fc.record({
  y: fc.double({ min: 0, max: 200, noNaN: true }),
  radius: fc.double({ min: 2, max: 9, noNaN: true }),
  side: fc.constantFrom<-1 | 1>(-1, 1),
});

test('with room enough no two circles touch, and the first stands in the middle', () => {
  fc.assert(
    fc.property(fc.array(bee, { minLength: 1, maxLength: 40 }), (bees) => {
      const xs = swarm(bees, 1000);
      expect(xs[0]).toBe(0);
      bees.forEach((a, i) => {
        bees.slice(0, i).forEach((b, j) => {
          const apart = Math.hypot((xs[i] ?? 0) - (xs[j] ?? 0), a.y - b.y);
          expect(apart).toBeGreaterThanOrEqual(a.radius + b.radius);
        });
      });
    }),
  );
});

test('without room they stay within reach', () => {
  const crowd = Array.from({ length: 50 }, () => ({ y: 10, radius: 5, side: 1 as const }));
  expect(Math.max(...swarm(crowd, 30).map(Math.abs))).toBeLessThanOrEqual(25);
});

test('names keep their order, their distance and the limits', () => {
  const asked = fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(asked, (heights) => {
      const placed = spread(
        [...heights].sort((a, b) => a - b),
        0,
        150,
      );
      placed.forEach((y, i) => {
        expect(y).toBeGreaterThanOrEqual(-1e-9);
        expect(y).toBeLessThanOrEqual(150 + 1e-9);
        if (i > 0) expect(y - (placed[i - 1] ?? 0)).toBeGreaterThanOrEqual(15.5 - 1e-9);
      });
    }),
  );
  expect(spread([20, 80], 0, 150)).toEqual([20, 80]);
});
