import { expect, test } from 'vitest';
import { copying } from '../../src/analysis/copying.ts';
import { randomFrom } from '../../src/kernel/random.ts';
import { tensor } from '../../src/kernel/tensor.ts';

const square = (size: number, value: (read: number, raised: number) => number) =>
  tensor(
    [size, size],
    Float32Array.from({ length: size * size }, (_, i) => value(Math.floor(i / size), i % size)),
  );

test('a head that raises what it reads copies wholly, and its null does not', () => {
  const { share, null99, tokens } = copying(
    square(60, (a, b) => (a === b ? 1 : 0)),
    1,
  );
  expect([share, tokens]).toEqual([1, 60]);
  expect(null99).toBeLessThan(0.12);
  expect(null99).toBeGreaterThan(0);
});

test('half of the tokens copied is a half', () => {
  expect(
    copying(
      square(40, (a, b) => (b === (a < 20 ? a : (a + 1) % 40) ? 1 : 0)),
      1,
    ).share,
  ).toBe(0.5);
});

test('a head that always raises one word copies no more than its null', () => {
  const { share, null99 } = copying(
    square(40, (_, b) => (b === 7 ? 1 : 0)),
    1,
  );
  expect(share).toBe(1 / 40);
  expect(null99).toBe(1 / 40);
});

test('a head that raises words at random stays within its null', () => {
  const random = randomFrom(3);
  const noise = square(80, () => random());
  const { share, null99 } = copying(noise, 2);
  expect(share).toBeLessThanOrEqual(null99);
});

test('a head that lowers what it reads suppresses, and copies nothing', () => {
  const { share, lowers, null99 } = copying(
    square(60, (a, b) => (a === b ? -1 : 0)),
    1,
  );
  expect([share, lowers]).toEqual([0, 1]);
  expect(null99).toBeLessThan(0.12);
});
