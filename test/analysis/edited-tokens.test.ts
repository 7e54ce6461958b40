import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exchangedTokens } from '../../src/analysis/edited-tokens.ts';
import { type Token, tokenId } from '../../src/kernel/ids.ts';

const tokens = (text: string): Token[] =>
  Array.from(text, (char) => ({ id: tokenId(char.codePointAt(0) ?? 0), text: char }));
const textOf = (list: readonly Token[]) => list.map(({ text }) => text).join('');
const brief = (a: string, b: string) =>
  exchangedTokens(tokens(a), tokens(b)).map(({ position, from, to }) => [position, textOf(from), textOf(to)]);

test.each([
  ['abcd', 'abcd', []],
  ['abcd', 'abXd', [[2, 'c', 'X']]],
  ['abcd', 'abXYd', [[2, 'c', 'XY']]],
  ['abcde', 'Xbcde', [[0, 'a', 'X']]],
  [
    'abcdef',
    'aXcdeY',
    [
      [1, 'b', 'X'],
      [5, 'f', 'Y'],
    ],
  ],
  ['abc', 'ac', [[1, 'b', '']]],
  ['ac', 'abc', [[1, '', 'b']]],
  ['', 'a', [[0, '', 'a']]],
])('%j to %j', (a, b, expected) => {
  expect(brief(a, b)).toEqual(expected);
});

const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 9 });

test('the exchanges make one prompt of the other, and leave the most there is in common', () => {
  fc.assert(
    fc.property(letters, letters, (a, b) => {
      const found = exchangedTokens(tokens(a), tokens(b));
      let made = '';
      let at = 0;
      for (const { position, from, to } of found) {
        expect(a.slice(position, position + from.length)).toBe(textOf(from));
        made += a.slice(at, position) + textOf(to);
        at = position + from.length;
      }
      expect(made + a.slice(at)).toBe(b);
      const kept = a.length - found.reduce((sum, { from }) => sum + from.length, 0);
      expect(kept).toBe(commonLength(a, b));
    }),
  );
});

/** The definition, exponential. */
function commonLength(a: string, b: string): number {
  if (a === '' || b === '') return 0;
  if (a[0] === b[0]) return 1 + commonLength(a.slice(1), b.slice(1));
  return Math.max(commonLength(a.slice(1), b), commonLength(a, b.slice(1)));
}
