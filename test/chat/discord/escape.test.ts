import fc from 'fast-check';
import { expect, test } from 'vitest';
import { codeBlock, escaped, shown } from '../../../src/chat/discord/escape.ts';
import { cut, fitted } from '../../../src/chat/discord/fitted.ts';
import { randomFrom } from '../../../src/kernel/random.ts';
import { FORMS, hostile } from './hostile.ts';

/** What Discord's server and apps look for in a message, as its own open parsers have it. */
const LIVE = [
  /@(everyone|here)/i,
  /<(@[!&]?|#|\/[^>]*:|a?:\w+:|t:|id:)\d*/,
  /(https?|steam|discord|mailto|tel|sms):/i,
  /discord(app)?\.(gg|com)\/\w/i,
  /\[[^\]]*\]\(/,
];
const MARKDOWN = /[*_~`|<>[\]()#:@+-]|^\s*\d+\./m;
const HIDDEN =
  /[\u202a-\u202e\u2066-\u2069\u00ad\ufeff\u3164\u2800]|[\u{e0000}-\u{e007f}]|(?!\n)\p{Cc}|\p{Surrogate}/u;

/** What is left once each backslash has taken the meaning of the mark behind it. */
const meaning = (text: string): string => text.replace(/\\[^0-9A-Za-z\s]/gu, '\ue000');

function inert(text: string): void {
  for (const form of LIVE) if (form.test(text)) expect.fail(`${form} in ${JSON.stringify(text)}`);
  if (MARKDOWN.test(meaning(text))) expect.fail(`formats: ${JSON.stringify(text)}`);
  if (HIDDEN.test(text)) expect.fail(`hides: ${JSON.stringify(text)}`);
}

test.each(FORMS)('%j has no meaning left', (form) => {
  inert(escaped(form));
  inert(escaped(`a ${form}\n${form} b`));
});

test('20,000 hostile texts: nothing pings, links, formats, hides', () => {
  const random = randomFrom(5);
  const any = () => FORMS[Math.floor(random() * FORMS.length)] ?? '';
  for (let n = 0; n < 20_000; n++) {
    inert(escaped(Array.from({ length: 1 + Math.floor(random() * 12) }, any).join('')));
  }
});

test('any text at all', () => {
  fc.assert(
    fc.property(hostile(200), (text) => inert(escaped(text))),
    { numRuns: 500, seed: 5 },
  );
});

test('what people read is what was said', () => {
  const read = (text: string) => text.replace(/\\([^0-9A-Za-z\s])/gu, '$1').replaceAll('@\u200b', '@');
  fc.assert(
    fc.property(hostile(100), (text) => read(escaped(text)) === shown(text)),
    { seed: 5 },
  );
  expect(shown('👩‍👧 می‌خواهم ❤️ é')).toBe('👩‍👧 می‌خواهم ❤️ é');
  expect(shown('a\u200bb\u202ec\td\x1be')).toBe('a\ufffdb\ufffdc d␛e');
});

test('a block ends where we end it, and nothing in it pings', () => {
  fc.assert(
    fc.property(hostile(100), (text) => {
      const block = codeBlock(text);
      expect(block.indexOf('```', 3)).toBe(block.length - 3);
      expect(block).not.toMatch(/@(everyone|here)|<[@#]|:\/\//i);
    }),
    { seed: 5 },
  );
});

test('what is cut fits, tears nothing, and is as long as it can be', () => {
  fc.assert(
    fc.property(hostile(200), fc.integer({ min: 2, max: 120 }), (text, room) => {
      const short = fitted(text, room, escaped);
      expect(short.length).toBeLessThanOrEqual(room);
      inert(short);
      expect(cut(shown(text), room)).not.toMatch(/\p{Surrogate}/u);
    }),
    { seed: 5 },
  );
  expect(fitted('*'.repeat(100), 21, escaped)).toBe(`${'\\*'.repeat(10)}…`);
  expect(fitted('abc', 3, escaped)).toBe('abc');
});
