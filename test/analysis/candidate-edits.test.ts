import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { candidateEdits, edited, largest, type Offer } from '../../src/analysis/candidate-edits.ts';
import { corruptedVersions } from '../../src/analysis/corrupted-versions.ts';
import { editablePositions } from '../../src/analysis/editable.ts';
import { isContent, isSameWord, kindOf } from '../../src/analysis/word-kind.ts';
import { type Token, tokenId } from '../../src/kernel/ids.ts';

const tokensOf = (...texts: string[]): Token[] => texts.map((text, i) => ({ id: tokenId(i), text }));
const token = (id: number, text: string): Token => ({ id: tokenId(id), text });

describe('words', () => {
  test.each([
    [' Paris', 'spaced capitalised'],
    ['Paris', 'capitalised'],
    [' keys', 'spaced lower-case'],
    ['4', 'number'],
    [' ]', 'spaced sign'],
    ['->', 'sign'],
    [' don’t', 'spaced lower-case'],
    [' Ünder', 'spaced capitalised'],
    [' are', 'spaced lower-case auxiliary'],
    ['of', 'lower-case preposition'],
    [' The', 'spaced capitalised determiner'],
    [' thereof', 'spaced lower-case'],
    [' ', undefined],
    ['\uFFFD', undefined],
    ['<|endoftext|>', undefined],
    ['3D', undefined],
  ])('%j is %s', (text, kind) => {
    expect(kindOf(text)).toBe(kind);
  });

  test.each<[string, boolean]>([
    [' Paris', true],
    [' the', false],
    [' The', false],
    ['.', false],
    [',', false],
    [' {', true],
    ['+', true],
    ['17', true],
    ['\n', false],
  ])('%j carries content: %s', (text, content) => {
    expect(isContent(text)).toBe(content);
  });

  test('the same word in other letters is the same word', () => {
    expect(isSameWord(' France', 'france')).toBe(true);
    expect(isSameWord(' café', 'CAFE')).toBe(true);
    expect(isSameWord(' key', ' keys')).toBe(false);
  });
});

describe('what may be edited', () => {
  test('whole content words, not the pieces of longer ones; every digit', () => {
    const prompt = tokensOf('The', ' Eif', 'fel', ' Tower', ' of', ' 1', '8', '.');
    expect(editablePositions(prompt)).toEqual([3, 5, 6]);
  });

  test('a word at the very start, and after a quotation mark', () => {
    expect(editablePositions(tokensOf('Paris', ' is', ' “', 'London', '”'))).toEqual([0, 3]);
  });

  test('function words where there is nothing else, pieces after them, anything at last', () => {
    expect(editablePositions(tokensOf(' of', ' the', '.'))).toEqual([0, 1]);
    expect(editablePositions(tokensOf('un', 'like'))).toEqual([0, 1]);
    expect(editablePositions(tokensOf('\n'))).toEqual([0]);
    expect(editablePositions([])).toEqual([]);
  });
});

const prompt = tokensOf(' France', ' keys', ' Anna', ' red');
const offer = (position: number, near: Token[], likely: Token[] = []): Offer => ({
  position,
  near,
  likely,
  likeness: (id) => 1 / (1 + id),
});

describe('edits', () => {
  test('words of the kind that stands there: neighbours, guesses and the prompt’s own in turn, each once', () => {
    const near = [
      token(10, ' Spain'),
      token(11, ' spain'),
      token(12, ' FRANCE'),
      token(13, 'Italy'),
      token(14, ' Peru'),
    ];
    const likely = [token(15, ' Rome'), token(10, ' Spain'), token(16, ' a')];
    const edits = candidateEdits(prompt, [offer(0, near, likely)], 100);
    expect(edits.map(({ to }) => to.text)).toEqual([' Spain', ' Rome', ' Anna', ' Peru']);
    expect(edits[1]).toEqual({ position: 0, from: prompt[0], to: token(15, ' Rome'), likeness: 1 / 16 });
  });

  test('at most six neighbours and four guesses', () => {
    const many = (start: number) =>
      Array.from({ length: 20 }, (_, i) => token(start + i, ` word${'x'.repeat(i)}`.replace(/\d/g, '')));
    const edits = candidateEdits(prompt, [offer(1, many(20), many(60))], 100);
    expect(edits.filter(({ to }) => to.id < 60 && to.id >= 20)).toHaveLength(6);
    expect(edits.filter(({ to }) => to.id >= 60)).toHaveLength(4);
  });

  test('a cap takes the best of every position before the second best of any', () => {
    const words = (start: number) => [
      token(start, ' Ada'),
      token(start + 1, ' Bob'),
      token(start + 2, ' Cid'),
    ];
    const edits = candidateEdits(prompt, [offer(0, words(10)), offer(2, words(20))], 3);
    expect(edits.map(({ position, to }) => [position, to.id])).toEqual([
      [0, 10],
      [2, 20],
      [0, 2],
    ]);
  });

  test('largest is sorting and cutting', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.float({ noNaN: true }), { maxLength: 40 }),
        fc.nat(12),
        (values, count) => {
          const data = Float32Array.from(new Set(Float32Array.from(values)));
          const order = [...data.keys()].sort((a, b) => (data[b] ?? 0) - (data[a] ?? 0));
          expect(largest(data, count)).toEqual(order.slice(0, count));
        },
      ),
    );
  });

  test('an edit changes its place and no other', () => {
    expect(edited(prompt, [{ position: 2, to: token(9, ' Ida') }])).toEqual([0, 1, 9, 3]);
    expect(prompt[2]?.id).toBe(2);
  });
});

test('corrupted versions exchange every editable word for one of its candidates, the same for a seed', () => {
  const near = (start: number) => [token(start, ' Ada'), token(start + 1, ' Bob'), token(start + 2, ' Cid')];
  const edits = candidateEdits(prompt, [offer(0, near(10)), offer(2, near(20))], 100);
  const versions = corruptedVersions(prompt, edits, { count: 30, seed: 3 });
  expect(versions).toHaveLength(30);
  for (const [first, second, third, fourth] of versions) {
    expect([10, 11, 12, 2]).toContain(first);
    expect([20, 21, 22, 0]).toContain(third);
    expect([second, fourth]).toEqual([1, 3]);
  }
  expect(new Set(versions.map((row) => row.join())).size).toBeGreaterThan(5);
  expect(corruptedVersions(prompt, edits, { count: 30, seed: 3 })).toEqual(versions);
  expect(corruptedVersions(prompt, [], { count: 30, seed: 3 })).toEqual([]);
});
