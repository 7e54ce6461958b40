import { describe, expect, test } from 'vitest';
import { lookingHere, writingHere } from '../../src/analysis/glyph-map.ts';
import { rolePlaces } from '../../src/analysis/glyph-map-places.ts';
import { type TokenId, tokenId } from '../../src/kernel/ids.ts';
import { randomFrom } from '../../src/kernel/random.ts';
import { tensor } from '../../src/kernel/tensor.ts';

const ids = [9, 1, 2, 3, 1, 2].map(tokenId);

describe('where a prompt gives occasion', () => {
  test('copies and what follows them, never the first token; the token before is no null', () => {
    expect(rolePlaces(ids, 'duplicate')).toEqual(
      [
        { query: 4, keys: [1], others: [] },
        { query: 5, keys: [2], others: [1] },
      ].filter(({ others }) => others.length > 0),
    );
    expect(rolePlaces([9, 1, 2, 3, 4, 1].map(tokenId), 'induction')).toEqual([
      { query: 5, keys: [2], others: [3] },
    ]);
  });

  test('every token but the first ones has one before it, and a first one', () => {
    expect(rolePlaces(ids, 'previous').map(({ query, keys }) => [query, ...keys])).toEqual([
      [3, 2],
      [4, 3],
      [5, 4],
    ]);
    expect(rolePlaces(ids, 'sink').every(({ keys, others }) => keys[0] === 0 && !others.includes(0))).toBe(
      true,
    );
  });

  test('a prompt without repeats has none for copies', () => {
    expect(rolePlaces([1, 2, 3].map(tokenId), 'induction')).toEqual([]);
    expect(lookingHere(tensor([3, 3], new Float32Array(9)), [], randomFrom(1))).toBeUndefined();
  });
});

/** Six tokens; each row looks with .6 at the token before and spreads .4 over two others. */
function pattern() {
  const data = new Float32Array(36);
  for (let query = 1; query < 6; query++) data[query * 6 + query - 1] = 0.6;
  for (let query = 3; query < 6; query++) data[query * 6 + 1] = (data[query * 6 + 1] ?? 0) + 0.1;
  return tensor([6, 6], data);
}

test('looking is the mean attention to the keys of the role, its null that to others of the same queries', () => {
  const places = [
    { query: 3, keys: [2], others: [1] },
    { query: 4, keys: [3], others: [1] },
  ];
  const found = lookingHere(pattern(), places, randomFrom(1));
  expect(found?.score[0]).toBeCloseTo(0.6, 6);
  for (const value of found?.null ?? []) expect(value).toBeCloseTo(0.1, 6);
});

describe('writing', () => {
  const words = [1, 2, 3, 9].map(tokenId);
  /** A head whose z is one-hot of the word looked at: it raises that word. */
  const reads = new Map<TokenId, Float32Array>(
    words.map((id, i) => [id, Float32Array.from([0, 1, 2, 3], (d) => Number(d === i))]),
  );
  const looked = [undefined, undefined, 1, 2, 3, 1]; // word that is most looked at, by query: the token before
  const zOf = (sign: number) =>
    tensor([6, 4], Float32Array.from(looked.flatMap((id) => words.map((word) => (word === id ? sign : 0)))));

  test('a head that raises the word it looks at copies at every place; its opposite suppresses', () => {
    const copying = writingHere({ pattern: pattern(), z: zOf(1) }, ids, reads, 'copying', randomFrom(1));
    expect(copying?.samples.score).toEqual([1]);
    expect(copying?.places).toBe(4); // the first two tokens have nothing but the first to look at
    expect(Math.max(...(copying?.samples.null ?? [1]))).toBe(0);
    const suppressing = writingHere(
      { pattern: pattern(), z: zOf(-1) },
      ids,
      reads,
      'suppression',
      randomFrom(1),
    );
    expect(suppressing?.samples.score).toEqual([1]);
  });

  test('three words are too few to be raised most among', () => {
    const few = new Map([...reads].slice(0, 3));
    expect(
      writingHere({ pattern: pattern(), z: zOf(1) }, ids, few, 'copying', randomFrom(1)),
    ).toBeUndefined();
  });
});
