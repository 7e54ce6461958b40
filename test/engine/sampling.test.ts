import fc from 'fast-check';
import { expect, test } from 'vitest';
import { drawToken, rowSeed } from '../../src/engine/sampling.ts';
import { randomFrom } from '../../src/kernel/random.ts';

const logits = (...values: number[]) => Float32Array.from(values);
const always = (u: number) => () => u;
const greedy = { temperature: 0, seed: 0 };
const idOf = (values: Float32Array, sampling: { temperature: number; topP?: number }, u: number) =>
  drawToken(values, { seed: 0, ...sampling }, always(u)).id;

test('greedy takes the largest, the lowest id among equals, and no number', () => {
  const never = () => {
    throw new Error('asked for a random number');
  };
  expect(drawToken(logits(1, 3, 2), greedy, never).id).toBe(1);
  expect(drawToken(logits(0, 5, 5, 5), greedy, never).id).toBe(1);
  expect(drawToken(logits(Number.NEGATIVE_INFINITY, -7), greedy, never).id).toBe(1);
});

test('the drawn interval is the token’s probability, by hand', () => {
  const half = logits(Math.log(0.5), Math.log(0.3), Math.log(0.2)); // intervals [0, .5) [.5, .8) [.8, 1)
  expect([0, 0.49, 0.51, 0.79, 0.81, 0.999].map((u) => idOf(half, { temperature: 1 }, u))).toEqual([
    0, 0, 1, 1, 2, 2,
  ]);
});

test('temperature sharpens and flattens, by hand', () => {
  const two = logits(Math.log(4), Math.log(1)); // .8, .2; squared .9412, .0588; square root .6667, .3333
  expect(idOf(two, { temperature: 1 }, 0.79)).toBe(0);
  expect(idOf(two, { temperature: 1 }, 0.81)).toBe(1);
  expect(idOf(two, { temperature: 0.5 }, 0.93)).toBe(0);
  expect(idOf(two, { temperature: 0.5 }, 0.95)).toBe(1);
  expect(idOf(two, { temperature: 2 }, 0.66)).toBe(0);
  expect(idOf(two, { temperature: 2 }, 0.67)).toBe(1);
});

test('top-p keeps the smallest set that holds it, likeliest first, by hand', () => {
  const four = logits(Math.log(0.1), Math.log(0.4), Math.log(0.2), Math.log(0.3));
  const reach = (topP: number) =>
    new Set(Array.from({ length: 1000 }, (_, i) => Number(idOf(four, { temperature: 1, topP }, i / 1000))));
  expect(reach(0.35)).toEqual(new Set([1]));
  expect(reach(0.65)).toEqual(new Set([1, 3]));
  expect(reach(0.85)).toEqual(new Set([1, 3, 2]));
  expect(reach(0.95)).toEqual(new Set([1, 3, 2, 0]));
});

test('among equals top-p keeps the lowest ids', () => {
  const reach = Array.from({ length: 100 }, (_, i) =>
    Number(idOf(logits(1, 1, 1, 1), { temperature: 1, topP: 0.5 }, i / 100)),
  );
  expect(new Set(reach)).toEqual(new Set([0, 1]));
});

test('log-probability is at temperature 1 over all tokens, by hand', () => {
  const three = logits(Math.log(0.5), Math.log(0.3), Math.log(0.2));
  const drawn = drawToken(three, { temperature: 0.1, topP: 0.4, seed: 0 }, always(0.5));
  expect(drawn.id).toBe(0);
  expect(drawn.logProb).toBeCloseTo(Math.log(0.5), 6);
});

test('entropy is of the same distribution, by hand; a draw from other logits leaves both as they are', () => {
  const three = logits(Math.log(0.5), Math.log(0.25), Math.log(0.25));
  const steered = logits(Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY, 0);
  const drawn = drawToken(three, { temperature: 0.1, seed: 0 }, always(0.5), steered);
  expect(drawn.id).toBe(2);
  expect(drawn.logProb).toBeCloseTo(Math.log(0.25), 6);
  expect(drawn.entropy).toBeCloseTo(1.5 * Math.LN2, 6);
});

test('huge logits and tiny temperatures neither overflow nor divide by zero', () => {
  expect(idOf(logits(3e38, -3e38), { temperature: 1e-30 }, 0.999)).toBe(0);
  expect(drawToken(logits(1e30, 1e30), { temperature: 1, seed: 0 }, always(0.6))).toEqual({
    id: 1,
    logProb: -Math.log(2),
    entropy: Math.log(2),
  });
  expect(idOf(logits(1e4, 1e4 - 1), { temperature: 1 }, 0.74)).toBe(1); // e/(e+1) = .731
});

test.each([
  [[Number.NaN, 1], /logit 0 is NaN/],
  [[1, Number.POSITIVE_INFINITY], /logit 1 is Infinity/],
  [[Number.NEGATIVE_INFINITY], /logit 0 is -Infinity/],
])('logits %j are refused', (values, message) => {
  const draw = () => drawToken(logits(...values), greedy, always(0));
  expect(draw).toThrow(expect.objectContaining({ code: 'logits-not-finite' }));
  expect(draw).toThrow(message);
});

/** The slow obvious way: every token sorted, probabilities in full. */
function nucleus(values: Float32Array, temperature: number, topP: number): Map<number, number> {
  const weights = Array.from(values, (value) => Math.exp(value / temperature));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const order = weights
    .map((weight, id) => ({ id, p: weight / total }))
    .sort((a, b) => b.p - a.p || a.id - b.id);
  const kept: typeof order = [];
  for (const each of order) {
    if (kept.reduce((sum, { p }) => sum + p, 0) >= topP) break;
    kept.push(each);
  }
  const mass = kept.reduce((sum, { p }) => sum + p, 0);
  return new Map(kept.map(({ id, p }) => [id, p / mass]));
}

test('whatever is drawn is in the nucleus', () => {
  const value = fc.integer({ min: -8, max: 8 });
  fc.assert(
    fc.property(
      fc.array(value, { minLength: 1, maxLength: 40 }),
      fc.double({ min: 0.3, max: 3, noNaN: true }),
      fc.double({ min: 0.01, max: 0.999, noNaN: true }),
      fc.double({ min: 0, max: 0.999999, noNaN: true }),
      (values, temperature, topP, u) => {
        const all = logits(...values);
        const slow = nucleus(all, temperature, Math.min(1, topP + 1e-9)); // sums may round either way
        expect(slow.has(idOf(all, { temperature, topP }, u))).toBe(true);
      },
    ),
    { seed: 7, numRuns: 500 },
  );
});

/** Pearson's X² over the draws; its 99.9 % point is 27.9 for 9 degrees of freedom, 16.3 for 3. */
function chiSquare(values: Float32Array, sampling: { temperature: number; topP: number }, draws: number) {
  const random = randomFrom(42);
  const counts = new Map<number, number>();
  for (let i = 0; i < draws; i++) {
    const { id } = drawToken(values, { ...sampling, seed: 0 }, random);
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  const expected = nucleus(values, sampling.temperature, sampling.topP);
  expect([...counts.keys()].every((id) => expected.has(id))).toBe(true);
  const parts = Array.from(expected, ([id, p]) => ((counts.get(id) ?? 0) - draws * p) ** 2 / (draws * p));
  return { freedom: parts.length - 1, value: parts.reduce((sum, part) => sum + part, 0) };
}

test('frequencies of many draws are the probabilities', () => {
  const values = Float32Array.from({ length: 10 }, (_, i) => Math.sin(3 * i));
  const plain = chiSquare(values, { temperature: 1.3, topP: 1 }, 20_000);
  expect(plain.freedom).toBe(9);
  expect(plain.value).toBeLessThan(27.9);
  const cut = chiSquare(values, { temperature: 1, topP: 0.6 }, 20_000);
  expect(cut.freedom).toBe(3);
  expect(cut.value).toBeLessThan(16.3);
});

test('row 0 has the seed itself, other rows and near seeds have streams of their own', () => {
  expect(rowSeed(123, 0)).toBe(123);
  const seeds = Array.from({ length: 100 }, (_, seed) =>
    Array.from({ length: 100 }, (_, row) => rowSeed(seed, row)),
  );
  expect(new Set(seeds.flat()).size).toBeGreaterThan(9_990); // of 10,000
  const first = Array.from({ length: 1000 }, (_, row) => randomFrom(rowSeed(7, row))());
  expect(first.reduce((sum, u) => sum + u, 0) / 1000).toBeCloseTo(0.5, 1);
});
