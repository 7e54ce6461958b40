import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type KeyPart, type QueryPart, qk } from '../../src/analysis/qk.ts';
import { randomFrom } from '../../src/kernel/random.ts';
import { at, dot, tensor } from '../../src/kernel/tensor.ts';

const WIDTH = 4;

/** Random parts, and the scores that they add up to. */
function parts(seed: number, queries: number, keys: number, tokens: number) {
  const random = randomFrom(seed);
  const draw = (n: number) => Float32Array.from({ length: n }, () => 2 * random() - 1);
  const asking: QueryPart[] = Array.from({ length: queries }, (_, i) => ({
    name: `Q${i}`,
    vector: draw(WIDTH),
  }));
  const having: KeyPart[] = Array.from({ length: keys }, (_, i) => ({
    name: `K${i}`,
    vectors: tensor([tokens, WIDTH], draw(tokens * WIDTH)),
  }));
  return { asking, having, scores: scoresOf(asking, having, tokens) };
}

const pairAt = (query: QueryPart, key: KeyPart, token: number): number =>
  dot(query.vector, at(key.vectors, token).data) / Math.sqrt(WIDTH);

function scoresOf(asking: readonly QueryPart[], having: readonly KeyPart[], tokens: number): Float32Array {
  return Float32Array.from({ length: tokens }, (_, token) =>
    asking.reduce((sum, query) => having.reduce((inner, key) => inner + pairAt(query, key, token), sum), 0),
  );
}

const shape = fc.record({
  seed: fc.nat(),
  queries: fc.integer({ min: 1, max: 9 }),
  keys: fc.integer({ min: 1, max: 9 }),
  tokens: fc.integer({ min: 2, max: 7 }),
});

describe('for any parts', () => {
  test('a pair is its score at the key minus its mean over the reference', () => {
    fc.assert(
      fc.property(shape, ({ seed, queries, keys, tokens }) => {
        const { asking, having, scores } = parts(seed, queries, keys, tokens);
        const reference = Array.from({ length: tokens - 1 }, (_, i) => i + 1);
        const why = qk({ queries: asking, keys: having, scores, key: 1, reference, top: 100 });
        expect(why.ofPairs).toBe(queries * keys);
        for (const { query, key, score } of why.pairs) {
          const [a, b] = [asking[Number(query.slice(1))], having[Number(key.slice(1))]];
          if (a === undefined || b === undefined) throw new Error('an unknown part');
          const mean = reference.reduce((sum, token) => sum + pairAt(a, b, token), 0) / reference.length;
          expect(score).toBeCloseTo(pairAt(a, b, 1) - mean, 5);
        }
      }),
    );
  });

  test('pairs and rest, the table, and either side alone add up to score − mean', () => {
    fc.assert(
      fc.property(shape, fc.integer({ min: 1, max: 4 }), ({ seed, queries, keys, tokens }, top) => {
        const { asking, having, scores } = parts(seed, queries, keys, tokens);
        const why = qk({ queries: asking, keys: having, scores, key: 0, reference: [0, 1], top });
        const wanted = why.score - why.mean;
        const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
        expect(sum(why.pairs.map(({ score }) => score)) + why.rest).toBeCloseTo(wanted, 4);
        expect(sum(why.table.scores.flat())).toBeCloseTo(wanted, 4);
        const whole = qk({ queries: asking, keys: having, scores, key: 0, reference: [0, 1], top: 100 });
        expect(sum(whole.byQuery.map(({ score }) => score))).toBeCloseTo(wanted, 4);
        expect(sum(whole.byKey.map(({ score }) => score))).toBeCloseTo(wanted, 4);
        expect(why.error).toBeLessThan(1e-5);
      }),
    );
  });

  test('what every key has alike changes nothing: it cancels in the softmax', () => {
    const { asking, having, scores } = parts(4, 3, 3, 5);
    const same = Float32Array.from({ length: 5 * WIDTH }, (_, i) => [3, -2, 5, 1][i % WIDTH] ?? 0);
    const shared = [...having, { name: 'same', vectors: tensor([5, WIDTH], same) }];
    const ask = { queries: asking, key: 2, reference: [0, 1, 2, 3, 4], top: 100 };
    const plain = qk({ ...ask, keys: having, scores });
    const more = qk({ ...ask, keys: shared, scores: scoresOf(asking, shared, 5) });
    expect(more.score - more.mean).toBeCloseTo(plain.score - plain.mean, 4);
    for (const { key, score } of more.pairs.filter((pair) => pair.key === 'same'))
      expect([key, Math.abs(score) < 1e-6]).toEqual(['same', true]);
  });
});

test('by hand: one asks, two have', () => {
  const queries = [{ name: 'E', vector: Float32Array.of(2, 0, 0, 0) }];
  const keys = [
    { name: 'E', vectors: tensor([2, WIDTH], Float32Array.of(1, 0, 0, 0, 5, 0, 0, 0)) },
    { name: 'M0', vectors: tensor([2, WIDTH], Float32Array.of(0, 9, 0, 0, -1, 0, 0, 0)) },
  ];
  const why = qk({ queries, keys, scores: Float32Array.of(1, 4), key: 1, reference: [0, 1], top: 1 });
  expect(why.pairs).toEqual([{ query: 'E', key: 'E', score: 2 }]); // 5 − mean of 1 and 5
  expect(why.rest).toBeCloseTo(-0.5);
  expect([why.score, why.mean, why.error]).toEqual([4, 2.5, 0]);
  expect(why.table).toEqual({
    queries: ['E'],
    keys: ['E', 'M0'],
    scores: [
      [2, -0.5, 0],
      [0, 0, 0],
    ],
  });
});

test('parts that miss the score are reported as missing it', () => {
  const { asking, having, scores } = parts(7, 2, 2, 3);
  const largest = Math.max(...scores.map(Math.abs));
  const off = scores.map((score, i) => score + (i === 2 ? largest : 0));
  const { error } = qk({ queries: asking, keys: having, scores: off, key: 0, reference: [0, 1], top: 3 });
  expect(error).toBeGreaterThan(0.4);
});
