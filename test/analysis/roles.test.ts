import { expect, test } from 'vitest';
import { roleProbe, secondHalf } from '../../src/analysis/probe.ts';
import { type HeadMeasured, roleHeads } from '../../src/analysis/roles.ts';
import { lookingScores, type Samples } from '../../src/analysis/roles-attention.ts';
import { copyingScores } from '../../src/analysis/roles-copying.ts';
import { firstWrite } from '../../src/analysis/roles-sink.ts';
import { predictedScores, predictedTokens } from '../../src/analysis/roles-suppression.ts';
import { type TokenId, tokenId } from '../../src/kernel/ids.ts';
import { randomFrom } from '../../src/kernel/random.ts';
import { type Tensor, tensor } from '../../src/kernel/tensor.ts';

const ids = (n: number, from = 1): TokenId[] => Array.from({ length: n }, (_, i) => tokenId(from + i));
const HALF = 6;
const SEQUENCES = 3;
const probe = roleProbe(ids(20), [tokenId(0)], { sequences: SEQUENCES, half: HALF, seed: 4 });
const TOKENS = 1 + 2 * HALF;

/** `[sequence, 1, query, key]` of a head that looks where it is told, all of its look at one key. */
function looks(at: (query: number, row: readonly TokenId[]) => number, rows = probe.repeated): Tensor {
  const data = new Float32Array(rows.length * TOKENS * TOKENS);
  rows.forEach((row, s) => {
    row.forEach((_, query) => {
      data[(s * TOKENS + query) * TOKENS + at(query, row)] = 1;
    });
  });
  return tensor([rows.length, 1, TOKENS, TOKENS], data);
}

const scoresOf = (at: Parameters<typeof looks>[0], random = randomFrom(1)) => {
  const patterns = { repeated: looks(at), fresh: looks(at, probe.fresh) };
  const found = lookingScores(probe, patterns, 0, random);
  return Object.fromEntries(Object.entries(found).map(([role, { score }]) => [role, mean(score)]));
};
const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;

test('a probe repeats its first half, or goes on with other tokens; no token twice in a half', () => {
  expect(probe.repeated.map((row) => row.length)).toEqual([TOKENS, TOKENS, TOKENS]);
  for (const [i, row] of probe.repeated.entries()) {
    expect(row[0]).toBe(0);
    expect(row.slice(1, 1 + HALF)).toEqual(row.slice(1 + HALF));
    expect(probe.fresh[i]?.slice(0, 1 + HALF)).toEqual(row.slice(0, 1 + HALF));
    expect(new Set(probe.fresh[i]).size).toBe(TOKENS);
  }
  expect(probe).toEqual(roleProbe(ids(20), [tokenId(0)], { sequences: SEQUENCES, half: HALF, seed: 4 }));
  expect(() => roleProbe(ids(11), [], { sequences: 1, half: HALF, seed: 0 })).toThrow(RangeError);
});

test('a head that always looks where a role says scores 1 in it and 0 in the others', () => {
  const back = (distance: number) => (query: number) => Math.max(0, query - distance);
  const none = { previous: 0, duplicate: 0, induction: 0, sink: 0 };
  expect(scoresOf(back(1))).toEqual({ ...none, previous: 1 });
  expect(scoresOf(back(HALF))).toEqual({ ...none, duplicate: 1 });
  expect(scoresOf(back(HALF - 1))).toEqual({ ...none, induction: 1 });
  expect(scoresOf(() => 0)).toEqual({ ...none, sink: 1 });
  expect(scoresOf((query) => query)).toEqual(none);
});

test('without a repetition the look by content is gone, the look by distance is not', () => {
  const copyOf = (query: number, row: readonly TokenId[]) => {
    const first = row.indexOf(row[query] ?? tokenId(0));
    return first < query ? first : 0;
  };
  const content = { repeated: looks(copyOf), fresh: looks(copyOf, probe.fresh) };
  const found = lookingScores(probe, content, 0, randomFrom(1));
  expect([mean(found.duplicate.score), mean(found.duplicate.null)]).toEqual([1, 0]);
  const distance = {
    repeated: looks((q) => Math.max(0, q - HALF)),
    fresh: looks((q) => Math.max(0, q - HALF), probe.fresh),
  };
  expect(mean(lookingScores(probe, distance, 0, randomFrom(1)).duplicate.null)).toBe(1);
});

test('the nulls of previous and sink never take the place itself', () => {
  for (let seed = 0; seed < 40; seed++) {
    const previous = { repeated: looks((q) => Math.max(0, q - 1)), fresh: looks((q) => q, probe.fresh) };
    expect(lookingScores(probe, previous, 0, randomFrom(seed)).previous.null).toEqual([0, 0, 0]);
    const sink = { repeated: looks(() => 0), fresh: looks((q) => q, probe.fresh) };
    expect(lookingScores(probe, sink, 0, randomFrom(seed)).sink.null).toEqual([0, 0, 0]);
  }
});

test('copying is the share of tokens raised most by themselves, suppression the share lowered most', () => {
  const n = 8;
  const diagonal = (own: (i: number) => number) =>
    Array.from({ length: n }, (_, i) =>
      Float32Array.from({ length: n }, (_, j) => (i === j ? own(i) : (i * j) % 3)),
    );
  const copier = copyingScores(
    diagonal(() => 5),
    randomFrom(2),
  );
  expect(mean(copier.copying.score)).toBe(1);
  expect(mean(copier.suppression.score)).toBe(0);
  expect(Math.max(...copier.copying.null)).toBe(0); // a permuted name is never the one raised
  const half = copyingScores(
    diagonal((i) => (i < n / 2 ? 5 : -5)),
    randomFrom(2),
  );
  expect([mean(half.copying.score), mean(half.suppression.score)]).toEqual([0.5, 0.5]);
});

test('a head that raises the same few words whatever it reads is no copier beyond its null', () => {
  const n = 64;
  const same = Array.from({ length: n }, () => Float32Array.from({ length: n }, (_, j) => (j === 7 ? 1 : 0)));
  const { copying } = copyingScores(same, randomFrom(3));
  expect(copying.score).toEqual([1 / n]);
  expect(copying.null.every((share) => share === 1 / n)).toBe(true);
});

test('a head that looks at what the stream already predicts is seen to, and only then', () => {
  const width = 24;
  const unit = (id: number) => Float32Array.from({ length: width }, (_, i) => (i === id ? 1 : 0));
  const directions = new Map(ids(20).map((id) => [id, unit(id)]));
  const start = secondHalf(probe);
  // The stream of every query says the token three before it.
  const said = (row: readonly TokenId[], query: number) => row[query - 3] ?? tokenId(0);
  const states = probe.repeated.flatMap((row) => row.map((_, query) => unit(said(row, query))));
  const entering = tensor(
    [SEQUENCES, TOKENS, width],
    Float32Array.from(states.flatMap((state) => [...state])),
  );
  const predicted = predictedTokens(probe, entering, directions, randomFrom(5));
  const row = probe.repeated[0] ?? [];
  expect(predicted.at[0]?.map(({ query }) => query)).toEqual(
    Array.from({ length: HALF }, (_, i) => start + i),
  );
  for (const { query, keys, other } of predicted.at[0] ?? []) {
    expect(new Set(keys.map((key) => row[key]))).toEqual(new Set([said(row, query)]));
    expect(other.some((key) => keys.includes(key))).toBe(false);
  }
  const looking = predictedScores(
    predicted,
    looks((query) => Math.max(0, query - 3)),
    0,
  );
  expect([mean(looking.score), mean(looking.null)]).toEqual([1, 0]);
  expect(
    mean(
      predictedScores(
        predicted,
        looks((query) => query),
        0,
      ).score,
    ),
  ).toBe(0);
});

test('what is written from the first key is weighed through W_O', () => {
  const values = tensor([1, 3, 1, 2], Float32Array.of(0.5, 0, 0, 2, 4, 0));
  const identity = tensor([2, 2], Float32Array.of(1, 0, 0, 1));
  expect(firstWrite(values, 0, identity)).toBeCloseTo(0.5 / 3, 6); // ‖(.5, 0)‖ over the mean of 2 and 4
  const secondOnly = tensor([2, 2], Float32Array.of(0, 0, 0, 1));
  expect(firstWrite(values, 0, secondOnly)).toBe(0);
});

const flat = (score: number, chance = 0.02): Samples => ({ score: [score], null: [chance, chance] });
const silent = {
  previous: flat(0),
  duplicate: flat(0),
  induction: flat(0),
  copying: flat(0),
  suppression: flat(0),
  sink: flat(0),
};
const headWith = (roles: Partial<HeadMeasured['roles']>, rest: Partial<HeadMeasured> = {}): HeadMeasured => ({
  layer: 2,
  head: 1,
  roles: { ...silent, ...roles },
  predicted: flat(0),
  firstWrite: 1,
  effect: 0.5,
  ...rest,
});
const roleOf = (head: HeadMeasured) => roleHeads([head]).heads[0];

test('a role needs more than its null and more than the floor', () => {
  expect(roleOf(headWith({ induction: flat(0.19) }))).toMatchObject({
    role: 'none',
    score: 0.19,
    null99: 0.02,
  });
  expect(roleOf(headWith({ induction: flat(0.21) }))).toMatchObject({
    head: 'L2H1',
    role: 'induction',
    score: 0.21,
  });
  expect(roleOf(headWith({ induction: flat(0.4, 0.5) }))?.role).toBe('none');
});

test('of several roles the one farthest from its null leads, the others are listed', () => {
  const both = headWith({ induction: flat(0.6, 0.05), copying: flat(0.65, 0.4), previous: flat(0.25) });
  expect(roleOf(both)).toMatchObject({ role: 'induction', also: ['copying', 'previous'], effect: 0.5 });
});

test('a sink must write little, a suppressor must look at what is predicted', () => {
  expect(roleOf(headWith({ sink: flat(0.9) }))?.role).toBe('none');
  expect(roleOf(headWith({ sink: flat(0.9) }, { firstWrite: 0.3 }))?.role).toBe('sink');
  expect(roleOf(headWith({ suppression: flat(0.9) }))?.role).toBe('none');
  expect(roleOf(headWith({ suppression: flat(0.9) }, { predicted: flat(0.3) }))?.role).toBe('suppression');
});

test('the null is of all heads together: what one head shows by chance no other may claim', () => {
  const loud = headWith({ induction: { score: [0.1], null: [0.8, 0.8] } });
  const { heads, null99 } = roleHeads([loud, headWith({ induction: flat(0.7) })]);
  expect(null99.induction).toBeGreaterThan(0.7);
  expect(heads.map(({ role }) => role)).toEqual(['none', 'none']);
});
