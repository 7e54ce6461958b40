import type { Span } from './call.ts';
import { isSpace } from './characters.ts';
import { type LangCode, LangError } from './errors.ts';
import type { PlainText } from './links.ts';

/** A place in a message that is being read. `at` moves forward only, which keeps reading linear. */
export interface Cursor {
  readonly source: string;
  readonly plain: PlainText;
  readonly text: string;
  at: number;
}

export const peek = (cursor: Cursor): string => cursor.text[cursor.at] ?? '';
export const atEnd = (cursor: Cursor): boolean => cursor.at >= cursor.text.length;

export function skipSpace(cursor: Cursor): void {
  while (isSpace(peek(cursor))) cursor.at++;
}

/** Spaces within a line. */
export function skipBlanks(cursor: Cursor): void {
  while (isSpace(peek(cursor)) && peek(cursor) !== '\n') cursor.at++;
}

/** What a sticky pattern matches here, consumed; undefined and nothing consumed where it does not match. */
export function take(cursor: Cursor, sticky: RegExp): RegExpExecArray | undefined {
  sticky.lastIndex = cursor.at;
  const match = sticky.exec(cursor.text);
  if (match === null) return undefined;
  cursor.at += match[0].length;
  return match;
}

/** The span in the message as typed. Ends right after its last character, not after the link around it. */
export function spanOf({ plain }: Cursor, from: number, to: number): Span {
  const start = plain.sourceOf(from);
  return { start, end: to > from ? plain.sourceOf(to - 1) + 1 : start };
}

export interface Complaint {
  readonly code: LangCode;
  readonly what: string;
  readonly expected: readonly string[];
  readonly suggestion?: string | undefined;
}

/** Refuses what stands at `from..to`; past the end of the message its last visible character is marked. */
export function refuse(cursor: Cursor, from: number, to: number, complaint: Complaint): never {
  const { text } = cursor;
  let start = Math.min(from, text.length);
  let end = Math.min(Math.max(to, start + 1), text.length);
  if (start >= text.length) {
    end = text.length;
    while (end > 1 && isSpace(text[end - 1] ?? '')) end--;
    start = end - 1;
  }
  throw new LangError({ ...complaint, source: cursor.source, span: spanOf(cursor, start, end) });
}

const WORD = /[^\s,=[\]{}()"\u201c\u201d\u201e\u201f\u00ab\u00bb\u200b\u200e\u200f\u2060`]+/y;

/** A run of characters that may form a bare word; also what an error marks when it meets something unexpected. */
export const takeWord = (cursor: Cursor): string | undefined => take(cursor, WORD)?.[0];

/** End of the word or single character at the cursor, for marking it. */
export function unexpectedEnd(cursor: Cursor): number {
  WORD.lastIndex = cursor.at;
  const word = WORD.exec(cursor.text)?.[0];
  return cursor.at + (word?.length ?? 1);
}
