import fc from 'fast-check';
import { expect, test } from 'vitest';
import { escaped } from '../../src/dispatch/session-markup.ts';
import { type SharedSession, sessionPage } from '../../src/dispatch/session-page.ts';
import { STYLE } from '../../src/dispatch/session-style.ts';
import type { SharedTurn } from '../../src/dispatch/session-turn.ts';
import { replyOf } from '../memory/reply.ts';

const PNG = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 1, 2, 3);

/** A page in which one text stands wherever somebody's text may stand. */
function pageWith(text: string): string {
  const reply = {
    ...replyOf(text, text),
    model: { name: text, family: text, device: 'cpu', layers: 1, heads: 1, kvHeads: 1, width: 1, vocab: 1 },
    prompt: { text, tokens: [] },
    params: { [text]: text },
    caveats: [text],
    pictures: [{ file: text, width: 760, height: 484, alt: text }],
  } as const;
  const turn = (number: number, more: Partial<SharedTurn>): SharedTurn => ({
    number,
    asks: text,
    typed: text,
    text,
    by: text,
    at: 0,
    reply,
    json: true,
    ...more,
  });
  const session: SharedSession = {
    title: text,
    about: text,
    facts: [{ label: text, value: escaped(text) }],
    left: [text],
    turns: [turn(1, { png: PNG }), turn(2, { without: text, json: false })],
  };
  return sessionPage(session);
}

const TAG =
  /^<(?:!doctype html|\/?(?:html|head|title|style|body|div|header|h1|h2|p|dl|dt|dd|nav|ol|ul|li|a|span|main|article|figure|footer|details|summary|pre|code|bdi|time|meta|img)(?: [a-z-]+="[^"<>]*")*)>$/;

const ATTRIBUTES =
  'lang charset http-equiv content name class id aria-labelledby aria-hidden aria-label dir datetime src alt width height href download tabindex'.split(
    ' ',
  );

/** Tags that a browser may find: from each `<` to the next `>`, the style left out. */
const tagsOf = (page: string): string[] => page.replace(STYLE, '').match(/<[^>]*>?/g) ?? [];

const ADDRESS = /^(#turn-\d+|data:application\/json;base64,[\w+/=]*|data:image\/png;base64,[\w+/=]+)$/;

function isSafe(tag: string): boolean {
  const attributes = [...tag.matchAll(/ ([a-z-]+)="([^"]*)"/g)];
  return (
    TAG.test(tag) &&
    attributes.every(([, name = '']) => ATTRIBUTES.includes(name)) &&
    attributes.every(([, name, value = '']) => !/^(href|src)$/.test(name ?? '') || ADDRESS.test(value))
  );
}

function heldIn(page: string): void {
  expect(tagsOf(page).filter((tag) => !isSafe(tag))).toEqual([]);
  expect(page.replace(STYLE, '').replace(/<[^>]*>/g, '')).not.toMatch(/[<>]/);
}

const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</style><script>alert(1)</script>',
  '</pre></details><iframe src="https://evil.example">',
  'javascript:alert(1)',
  '<!-- --><meta http-equiv="refresh" content="0;url=//evil.example">',
  '&lt;script&gt;',
  '\u202e\u2066reversed',
  '\u0000\u0008\ufffe lone \ud800 half',
  ']]><svg onload=alert(1)>',
  '@everyone <@123> <!channel>',
];

test.each(HOSTILE)('%j is text wherever it stands', (text) => {
  const page = pageWith(text);
  heldIn(page);
  expect(page).not.toMatch(/(?!\n)[\p{Cc}\p{Cs}\p{NChar}\u202a-\u202e\u2066-\u2069]/u);
});

test('any text is text: no tag, attribute or address comes out of it, and it reads back as it was', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 8 }),
    fc.constantFrom('<', '>', '"', "'", '&', '&#', '/', '=', '-->', 'on', 'script', '\n', ...HOSTILE),
  );
  const text = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''));
  fc.assert(
    fc.property(text, (some) => heldIn(pageWith(some))),
    { numRuns: 60 },
  );
  const names: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
  const read = (markup: string) => markup.replace(/&([a-z]+|#39);/g, (_, name: string) => names[name] ?? '?');
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (some) => {
      if (!/[\r\p{Cc}\p{Bidi_C}]/u.test(some)) expect(read(escaped(some))).toBe(some);
    }),
  );
});

test('the page says what it may do: nothing but its own pictures and style', () => {
  const page = pageWith('x');
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? '';
  expect(policy).toMatch(
    /^default-src &#39;none&#39;; img-src data:; style-src &#39;sha256-[\w+/=]{44}&#39;/,
  );
  expect(policy).not.toMatch(/unsafe|script|http|\*/);
  expect(page.indexOf('Content-Security-Policy')).toBeLessThan(page.indexOf('<style'));
  expect(page).not.toMatch(/<(script|link|iframe|object|form)/);
});

test('headings, words for pictures, and links to every turn', () => {
  const page = pageWith('Paris');
  expect(page.match(/<h1/g)).toHaveLength(1);
  expect(page.match(/<h2/g)).toHaveLength(2);
  for (const [, id = ''] of page.matchAll(/aria-labelledby="([^"]*)"/g)) expect(page).toContain(`id="${id}"`);
  expect(page).toMatch(/<html lang="en">/);
  expect(page.match(/<img [^>]*alt="Paris"/g)).toHaveLength(1);
  for (const n of [1, 2]) expect(page).toContain(`href="#turn-${n}"`);
});

test('the JSON that is saved is the stored reply, and what unfolds says when it is cut', () => {
  const page = pageWith('x');
  const [, saved = ''] = /data:application\/json;base64,([\w+/=]*)/.exec(page) ?? [];
  expect(JSON.parse(Buffer.from(saved, 'base64').toString())).toMatchObject({ text: 'x', caveats: ['x'] });
  expect(page).not.toContain('its first 20,000 characters');
  const long = pageWith('y'.repeat(30_000));
  expect(long).toContain('its first 20,000 characters');
});
