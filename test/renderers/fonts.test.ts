import { expect, test } from 'vitest';
import { createCanvas, fontRegistry } from '../../renderers/canvas.ts';
import { covers } from '../../renderers/coverage.ts';
import { RenderError } from '../../renderers/errors.ts';
import { registerFace, registerFile } from '../../renderers/font-files.ts';
import { font, loadFonts } from '../../renderers/fonts.ts';
import { drawable, ensureGlyphs } from '../../renderers/glyphs.ts';

loadFonts();
const plain = font(16, 400);

test('all the fonts are there', () => {
  expect(fontRegistry.families.length).toBeGreaterThan(8);
});

test.each([
  ['Latin', 'ÀŁßőŞ'],
  ['Cyrillic', 'ЖёЇ'],
  ['Greek', 'Ωλἀ'],
  ['Arabic', 'مرحباپ'],
  ['Hebrew', 'שלום'],
  ['Devanagari', 'नमस्ते'],
  ['Thai', 'สวัสดี'],
  ['Han', '法国漢龘巴黎'],
  ['kana', 'こンは'],
  ['Hangul', '안녕하세요'],
  ['Tamil', 'தமிழ்'],
  ['Georgian', 'ქართ'],
  ['mathematics', '∴⇌∑√≈𝔸'],
  ['glyphs', '🜏🝚⧖⧗⟐⟁☍'],
  ['emoji', '😀🔥❤👍🏽🇩🇪'],
  ['signs of our own', '·↵⇥∅◌⋯⋮…→−×▲▼⟨⟩'],
  ['box drawing', '╭─▇⣿'],
])('%s has its glyphs', (_, text) => {
  ensureGlyphs(text);
  expect(Array.from(text).filter((char) => !covers(char, plain))).toEqual([]);
  expect(drawable(text)).toBe(text);
});

test('Arabic letters join: the word is narrower than its letters apart', () => {
  const ctx = createCanvas(8, 8).getContext('2d');
  ctx.font = plain;
  const letters = Array.from('سلام', (char) => ctx.measureText(char).width);
  expect(ctx.measureText('سلام').width).toBeLessThan(0.8 * letters.reduce((sum, width) => sum + width, 0));
});

test('the three weights differ', () => {
  const ctx = createCanvas(8, 8).getContext('2d');
  const widths = ([400, 600, 700] as const).map((weight) => {
    ctx.font = font(16, weight);
    return ctx.measureText('Tower').width;
  });
  expect(new Set(widths).size).toBe(3);
});

test('a character that no font has is written by its number', () => {
  const text = 'a𓀀b';
  ensureGlyphs(text);
  expect(drawable(text)).toBe('a⟨13000⟩b');
});

test('a missing package and a broken file are named', () => {
  const face = { alias: 'dotp-none', packageName: 'no-such-font', folder: '.', files: /x/ };
  expect(() => registerFace(face)).toThrow(RenderError);
  expect(() => registerFace(face)).toThrow(/font package no-such-font is not installed.*npm ci/s);
  expect(() => registerFile(new URL(import.meta.url).pathname, 'dotp-none')).toThrow(
    expect.objectContaining({ code: 'font-unreadable' }),
  );
});
