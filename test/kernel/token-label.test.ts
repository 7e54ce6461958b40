import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cut, graphemes, isolate, isRtl, quoted, tokenLabel } from '../../src/kernel/token-label.ts';

test.each([
  ['', '∅'],
  [' Paris', '·Paris'],
  ['  x ', '··x·'],
  [' ', '␣'],
  ['        ', '␣×8'],
  ['      x', '·×6x'],
  ['\n', '↵'],
  ['\r\n\r\n', '↵↵'],
  ['\n\n\n\n\n', '↵×5'],
  ['\t', '⇥'],
  ['a\u0007b', 'ab'],
  ['\u0000', '∅'],
  ['\u202egnp.exe', 'gnp.exe'],
  ['\u2066x\u2069', 'x'],
  ['\u200b\ufeff', '∅'],
  ['\u200d', '∅'],
  ['👩‍🔬', '👩‍🔬'],
  ['می‌خواهم', 'می‌خواهم'],
  ['\ufffd', '\ufffd'],
  ['\ud800', '\ufffd'],
  ['\u{10fffd}', '\ufffd'],
  ['\u093f', '◌\u093f'],
  ['\ufe0f', '∅'],
  ['e\u0301\u0302\u0303\u0304\u0305', 'é\u0302\u0303'.normalize('NFD')],
])('%j is shown as %s', (text, label) => {
  expect(tokenLabel(text)).toBe(label);
});

test('a label is never empty, has no control or direction signs, and is at most 40 graphemes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
      const label = tokenLabel(text);
      expect(label).not.toBe('');
      expect(label).not.toMatch(/[\p{Cc}\p{Cs}\p{Cn}\p{Co}\u202a-\u202e\u2066-\u2069\u200b\ufeff]/u);
      expect(graphemes(label).length).toBeLessThanOrEqual(40);
    }),
    { numRuns: 500 },
  );
});

test('cutting never splits a grapheme', () => {
  const family = '👩‍👩‍👧';
  expect(cut(family.repeat(5), 3)).toBe(`${family.repeat(2)}…`);
  expect(cut('abc', 3)).toBe('abc');
});

test('quotes drop the space a token begins with and keep its direction to itself', () => {
  expect(quoted(' Paris')).toBe('“Paris”');
  expect(quoted(' ')).toBe('“␣”');
  expect(quoted('\n')).toBe('“↵”');
  expect(quoted(' مرحبا')).toBe('“\u2068مرحبا\u2069”');
  expect(isolate('Paris')).toBe('Paris');
  expect([isRtl('·مرحبا'), isRtl('·Paris'), isRtl('…')]).toEqual([true, false, false]);
});
