import type { Param, Value } from './call.ts';
import { plainDashes, quoteKind } from './characters.ts';
import { atEnd, type Cursor, peek, refuse, skipSpace, spanOf, takeWord, unexpectedEnd } from './cursor.ts';
import { readParams } from './parameters.ts';
import { closingQuote, unescaped } from './quoted.ts';
import { named } from './visible.ts';

/** Lists in lists beyond this are refused, which bounds the stack. */
const MAX_DEPTH = 16;

/** What a value may be, for the sentence of an error. */
const VALUE_FORMS = ['a number', 'true', 'false', 'null', 'a word', '"text"', '[a, list]', '4..8'];

/** Reads one value at the cursor, which stands on a visible character. */
export function readValue(cursor: Cursor, depth: number): Value {
  const char = peek(cursor);
  if (char === '[' || char === '{') {
    if (depth >= MAX_DEPTH) tooDeep(cursor);
    return char === '[' ? readList(cursor, depth) : readRecord(cursor, depth);
  }
  return quoteKind(char) === undefined ? readWord(cursor) : readQuoted(cursor);
}

function readQuoted(cursor: Cursor): Value {
  const open = cursor.at;
  const close = closingQuote(cursor.text, open);
  if (close < 0) {
    refuse(cursor, open, open + 1, {
      code: 'quote-unclosed',
      what: 'This quotation never ends.',
      expected: [`a closing ${cursor.text[open]} before the next , or }`],
    });
  }
  cursor.at = close + 1;
  const text = unescaped(cursor.text.slice(open + 1, close));
  return { kind: 'quoted', text, span: spanOf(cursor, open, cursor.at) };
}

function readList(cursor: Cursor, depth: number): Value {
  const open = cursor.at++;
  const items: Value[] = [];
  for (;;) {
    skipSpace(cursor);
    if (peek(cursor) === ']') break;
    if (atEnd(cursor)) listUnclosed(cursor, open);
    items.push(readValue(cursor, depth + 1));
    skipSpace(cursor);
    if (peek(cursor) === ',') cursor.at++;
    else if (atEnd(cursor)) listUnclosed(cursor, open);
    else if (peek(cursor) !== ']') {
      refuse(cursor, cursor.at, unexpectedEnd(cursor), {
        code: 'separator-expected',
        what: 'Two values of a list run into each other.',
        expected: [',', ']'],
      });
    }
  }
  cursor.at++;
  return { kind: 'list', items, span: spanOf(cursor, open, cursor.at) };
}

function readRecord(cursor: Cursor, depth: number): Value {
  const open = cursor.at;
  const entries: readonly Param[] = readParams(cursor, readValue, depth + 1);
  return { kind: 'record', entries, span: spanOf(cursor, open, cursor.at) };
}

function readWord(cursor: Cursor): Value {
  const start = cursor.at;
  const typed = takeWord(cursor);
  if (typed === undefined) {
    refuse(cursor, start, start + 1, {
      code: 'value-expected',
      what: atEnd(cursor)
        ? 'The message ends where a value belongs.'
        : `No value stands before ${named(peek(cursor))}.`,
      expected: VALUE_FORMS,
    });
  }
  return { ...classify(plainDashes(typed)), span: spanOf(cursor, start, cursor.at) };
}

const NUMBER = '[+-]?(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:[eE][+-]?\\d+)?';
const END = '[+-]?\\d+(?:\\.\\d+)?';
const WHOLE_NUMBER = new RegExp(`^${NUMBER}$`);
const RANGE = new RegExp(`^(${END})\\.\\.(${END})$`);

type Plain<V> = V extends Value ? Omit<V, 'span'> : never;

function classify(
  word: string,
): Plain<Extract<Value, { kind: 'number' | 'boolean' | 'null' | 'range' | 'word' }>> {
  const lower = word.toLowerCase();
  if (lower === 'true' || lower === 'false') return { kind: 'boolean', value: lower === 'true', raw: word };
  if (lower === 'null') return { kind: 'null' };
  // `+ 0` makes -0 plain; a number too large for a double stays a word, and whoever wants a number says so.
  const value = WHOLE_NUMBER.test(word) ? Number(word) + 0 : Number.NaN;
  if (Number.isFinite(value)) return { kind: 'number', value, raw: word };
  const [, from, to] = RANGE.exec(word) ?? [];
  if (from !== undefined && to !== undefined && Number.isFinite(Number(from) + Number(to))) {
    return { kind: 'range', from: Number(from) + 0, to: Number(to) + 0 };
  }
  return { kind: 'word', text: word };
}

function listUnclosed(cursor: Cursor, open: number): never {
  return refuse(cursor, open, open + 1, {
    code: 'list-unclosed',
    what: 'This list never ends.',
    expected: [', and another value', ']'],
  });
}

function tooDeep(cursor: Cursor): never {
  return refuse(cursor, cursor.at, cursor.at + 1, {
    code: 'too-deep',
    what: `Values are nested more than ${MAX_DEPTH} deep.`,
    expected: ['a flatter value'],
  });
}
