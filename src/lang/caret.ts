import { eastAsianWidth } from 'get-east-asian-width';
import type { Span } from './call.ts';
import { visible } from './visible.ts';

/** Columns shown before and after the place, so that a long line stays on one row of a terminal or a chat. */
const BEFORE = 60;
const AFTER = 36;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * The line of the message that holds the span, and carets under it in the columns of a monospaced
 * font: a combining sequence takes the columns of its base, CJK and emoji take two. A span over
 * several lines is marked to the end of its first. Control characters are shown as their pictures,
 * so that a message cannot move the terminal's cursor.
 */
export function caretLines(source: string, span: Span): [line: string, carets: string] {
  const from = lineStart(source, span.start);
  const to = lineEnd(source, span.start);
  const before = visible(lastColumns(source.slice(from, span.start), from < span.start));
  const marked = visible(firstColumns(source.slice(span.start, Math.min(span.end, to)), BEFORE));
  const after = visible(firstColumns(source.slice(Math.min(span.end, to), to), AFTER));
  const carets = '^'.repeat(Math.max(1, columns(marked)));
  return [before + marked + after, ' '.repeat(columns(before)) + carets];
}

function lineStart(source: string, at: number): number {
  return source.lastIndexOf('\n', at - 1) + 1;
}

function lineEnd(source: string, at: number): number {
  const end = source.indexOf('\n', at);
  if (end < 0) return source.length;
  return source[end - 1] === '\r' && end > at ? end - 1 : end;
}

/** The end of a text, cut at the front to `BEFORE` columns. Works on a bounded tail: a line may be the whole message. */
function lastColumns(text: string, some: boolean): string {
  if (!some) return '';
  const parts = split(text.slice(-BEFORE * 8));
  let width = 0;
  let first = parts.length;
  while (first > 0 && width + columns(parts[first - 1] ?? '') <= BEFORE) {
    first--;
    width += columns(parts[first] ?? '');
  }
  const kept = parts.slice(first).join('');
  return kept.length < text.length ? `…${kept}` : kept;
}

function firstColumns(text: string, limit: number): string {
  let width = 0;
  let kept = '';
  for (const part of split(text.slice(0, limit * 8))) {
    width += columns(part);
    if (width > limit) break;
    kept += part;
  }
  return kept.length < text.length ? `${kept}…` : kept;
}

const split = (text: string): string[] => Array.from(graphemes.segment(text), ({ segment }) => segment);

/** Columns of a text in a monospaced font: each grapheme as wide as its widest code point. */
function columns(text: string): number {
  return split(text).reduce((sum, part) => sum + graphemeWidth(part), 0);
}

function graphemeWidth(grapheme: string): number {
  if (/^[\p{Mn}\p{Me}\p{Cf}]+$/u.test(grapheme)) return 0;
  // U+FE0F asks for the emoji form, which is wide even where the character alone is not.
  if (grapheme.includes('\ufe0f')) return 2;
  return Math.max(...Array.from(grapheme, (char) => eastAsianWidth(char.codePointAt(0) ?? 0)));
}
