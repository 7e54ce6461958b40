import fc from 'fast-check';
import { expect, test } from 'vitest';
import { directionRuns, fitted } from '../../renderers/text.ts';
import { graphemes } from '../../src/kernel/token-label.ts';

/** Ten pixels a grapheme, so that widths can be counted. */
const wide = (text: string): number => graphemes(text).length * 10;

test('text that fits is left alone, longer text ends in an ellipsis, and nothing is better than half a letter', () => {
  expect(fitted('Paris', 50, wide)).toBe('Paris');
  expect(fitted('Paris', 49, wide)).toBe('Par…');
  expect(fitted('👩‍🔬👩‍🔬👩‍🔬', 25, wide)).toBe('👩‍🔬…');
  expect(fitted('Paris', 9, wide)).toBe('');
});

test('the cut is the longest that fits: against trying every length', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme-ascii', maxLength: 30 }),
      fc.integer({ min: 0, max: 300 }),
      (text, room) => {
        const all = graphemes(text);
        const longest = all
          .map((_, n) => `${all.slice(0, n).join('').trimEnd()}…`)
          .filter((shorter, n) => n > 0 && wide(shorter) <= room)
          .at(-1);
        expect(fitted(text, room, wide)).toBe(wide(text) <= room ? text : (longest ?? ''));
      },
    ),
  );
});

test('isolated stretches are runs of their own, and the marks themselves are gone', () => {
  expect(directionRuns('Why “\u2068مرحبا\u2069”?')).toEqual(['Why “', 'مرحبا', '”?']);
  expect(directionRuns('a\u202eb\u0007')).toEqual(['ab']);
  expect(directionRuns('')).toEqual([]);
});
