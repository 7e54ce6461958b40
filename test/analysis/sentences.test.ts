import { expect, test } from 'vitest';
import { isUnfinished, linesOf, sentencesOf } from '../../src/analysis/sentences.ts';

const texts = (text: string, of: typeof linesOf) => of(text).map(({ start, end }) => text.slice(start, end));

test('sentences stand without the space around them; a line ends one too', () => {
  expect(texts(' Anna lives in Paris.  Tom is here!\nYes, and so "on"? The city', sentencesOf)).toEqual([
    'Anna lives in Paris.',
    'Tom is here!',
    'Yes, and so "on"?',
    'The city',
  ]);
  expect(texts('今日は寒い。明日は暑い。', sentencesOf)).toEqual(['今日は寒い。', '明日は暑い。']);
  expect(texts('', sentencesOf)).toEqual([]);
});

test('lines that hold nothing are none', () => {
  expect(texts('one\n\n  two \n', linesOf)).toEqual(['one', 'two']);
});

test('a text is unfinished until a mark ends it, quotes behind that or not', () => {
  expect(['The city is', 'Yes,', 'a.b', ''].map(isUnfinished)).toEqual([true, true, true, true]);
  expect(['Yes.', 'Yes!” ', '好。', '(Really?)'].map(isUnfinished)).toEqual([false, false, false, false]);
});
