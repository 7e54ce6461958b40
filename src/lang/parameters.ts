import type { Param, Value } from './call.ts';
import { isDash } from './characters.ts';
import {
  atEnd,
  type Cursor,
  peek,
  refuse,
  skipSpace,
  spanOf,
  take,
  takeWord,
  unexpectedEnd,
} from './cursor.ts';
import { named, visible } from './visible.ts';

const KEY = /[\p{L}_][\p{L}\p{N}_-]*/uy;
/** In a value names may carry positions: `{L5H1@4=2, M3@2..6=0}`. */
const INNER_KEY = /[\p{L}_][\p{L}\p{N}_-]*(?:@\d+(?:\.\.\d+)?)?/uy;

/** Reads the value at the cursor; `depth` counts the brackets around it. */
export type ReadValue = (cursor: Cursor, depth: number) => Value;

/**
 * Reads `{key=value, …}` or `(key=value, …)` at the cursor, which stands on the opening bracket. What a
 * value is comes from outside, because a value may itself hold `{key=value, …}`.
 */
export function readParams(cursor: Cursor, readValue: ReadValue, depth: number): Param[] {
  const open = cursor.at;
  const close = peek(cursor) === '(' ? ')' : '}';
  const params: Param[] = [];
  const seen = new Set<string>();
  cursor.at++;
  for (;;) {
    skipSpace(cursor);
    if (atEnd(cursor)) unclosed(cursor, open, close);
    if (peek(cursor) === close) break;
    params.push(readParam(cursor, readValue, { open, close, depth, seen }));
    skipSpace(cursor);
    if (peek(cursor) === ',') cursor.at++;
    else if (atEnd(cursor)) unclosed(cursor, open, close);
    else if (peek(cursor) !== close) runsOn(cursor, params.at(-1), close);
  }
  cursor.at++;
  return params;
}

interface Around {
  readonly open: number;
  readonly close: string;
  readonly depth: number;
  readonly seen: Set<string>;
}

function readParam(cursor: Cursor, readValue: ReadValue, { open, close, depth, seen }: Around): Param {
  const before = cursor.at;
  while (isDash(peek(cursor))) cursor.at++; // people write --depth=3
  const start = cursor.at;
  const key = take(cursor, depth > 0 ? INNER_KEY : KEY)?.[0];
  if (key === undefined) keyExpected(cursor, before, close);
  const keySpan = spanOf(cursor, start, cursor.at);
  if (seen.has(key.toLowerCase())) {
    refuse(cursor, start, cursor.at, {
      code: 'param-twice',
      what: `${named(key)} is given twice.`,
      expected: [`each parameter once`],
    });
  }
  seen.add(key.toLowerCase());
  skipSpace(cursor);
  if (atEnd(cursor)) unclosed(cursor, open, close);
  // A colon, too, between a name and its value inside a value: {L5H1: 2}.
  const joined = peek(cursor) === '=' || (depth > 0 && peek(cursor) === ':');
  if (!joined) equalsExpected(cursor, key, close);
  cursor.at++;
  skipSpace(cursor);
  const value = readValue(cursor, depth);
  return { key, value, keySpan, valueSpan: value.span };
}

function keyExpected(cursor: Cursor, from: number, close: string): never {
  cursor.at = from;
  const end = unexpectedEnd(cursor);
  return refuse(cursor, from, end, {
    code: 'key-expected',
    what: `${named(cursor.text.slice(from, end))} is not the name of a parameter.`,
    expected: ['a name and =', close],
  });
}

function equalsExpected(cursor: Cursor, key: string, close: string): never {
  const char = peek(cursor);
  const mend = char === ':' ? '=' : char === ',' || char === close ? '=true' : undefined;
  const suggestion = mend === undefined ? undefined : named(key) + mend;
  return refuse(cursor, cursor.at, cursor.at + 1, {
    code: 'equals-expected',
    what: `${named(key)} has no value.`,
    expected: ['= and a value'],
    suggestion,
  });
}

/** A second word after a value: most often a text with a space that needs quotes. */
function runsOn(cursor: Cursor, before: Param | undefined, close: string): never {
  const start = cursor.at;
  const word = takeWord(cursor);
  const text = textOf(before?.value);
  const suggestion =
    before === undefined || word === undefined || text === undefined
      ? undefined
      : `${before.key}="${text} ${word}"`;
  return refuse(cursor, start, Math.max(cursor.at, start + 1), {
    code: 'separator-expected',
    what:
      before === undefined
        ? 'Something is missing here.'
        : `After the value of ${named(before.key)} something is missing.`,
    expected: [',', close],
    suggestion: suggestion === undefined || suggestion.length > 60 ? undefined : visible(suggestion),
  });
}

function textOf(value: Value | undefined): string | undefined {
  if (value?.kind === 'word') return value.text;
  return value?.kind === 'number' ? value.raw : undefined;
}

function unclosed(cursor: Cursor, open: number, close: string): never {
  return refuse(cursor, open, open + 1, {
    code: 'params-unclosed',
    what: 'These parameters never end.',
    expected: [`${close} after the last value`],
  });
}
