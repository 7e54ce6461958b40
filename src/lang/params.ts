import type { Value } from './call.ts';
import { nearest } from './nearest.ts';
import { fits, type Misfit, type Param, param, type Reading, textOf } from './param.ts';
import { named } from './visible.ts';

export { heads, scales } from './addresses.ts';
export type { Param, ParamSpecs, ParamsOf } from './param.ts';

/** Discord's cap on the choices of an option: no parameter may have more. */
const MAX_CHOICES = 25;
const MAX_TEXT = 4000;

/** One of some words, in any case of letters. */
export function oneOf<const C extends readonly string[]>(
  choices: C,
  doc: string,
): Param<C[number], 'required'> {
  if (choices.length > MAX_CHOICES) throw new RangeError(`${choices.length} choices, at most ${MAX_CHOICES}`);
  return param({ type: 'choice', doc, choices }, (value) => {
    const word = wordIn<C[number]>(choices, value);
    return word === undefined ? unknownChoice(value, choices) : fits(word);
  });
}

/** A whole number within bounds, both included. */
export const count = (min: number, max: number, doc: string): Param<number, 'required'> =>
  param({ type: 'count', doc, min, max }, (value) => readCount(value, min, max, []));

/** A word of the list, or a whole number within bounds: `complete|N`. */
export function countOr<const W extends readonly string[]>(
  words: W,
  min: number,
  max: number,
  doc: string,
): Param<W[number] | number, 'required'> {
  return param<W[number] | number>({ type: 'count', doc, min, max, words }, (value) => {
    const word = wordIn<W[number]>(words, value);
    return word === undefined ? readCount(value, min, max, words) : fits(word);
  });
}

/** Any number within bounds, both included. */
export const number = (min: number, max: number, doc: string): Param<number, 'required'> =>
  param({ type: 'number', doc, min, max }, (value) => readNumber(value, min, max));

/** `true` or `false`. */
export const flag = (doc: string): Param<boolean, 'required'> =>
  param({ type: 'flag', doc }, (value) =>
    value.kind === 'boolean'
      ? fits(value.value)
      : wrongKind(value, 'is either true or false.', ['true', 'false']),
  );

/** Text, in quotes when it has spaces or punctuation. */
export const text = (doc: string, { maxLength = MAX_TEXT } = {}): Param<string, 'required'> =>
  param({ type: 'text', doc, maxLength }, (value) => readText(value, maxLength));

/**
 * `auto` (the default), another word of the list, or text. A text that is one of the words is written
 * with a space in front: `token=" auto"`.
 */
export const autoOr = (
  doc: string,
  words: readonly string[] = [],
  { maxLength = MAX_TEXT } = {},
): Param<string, 'defaulted'> =>
  param<string>({ type: 'text', doc, maxLength, words: ['auto', ...words] }, (value) => {
    const word = wordIn<string>(['auto', ...words], value);
    return word === undefined ? readText(value, maxLength) : fits(word);
  }).default('auto');

/** `from..to`, both included; one number stands for itself. */
export const range = (
  doc: string,
  { min = 0, max = Number.MAX_SAFE_INTEGER } = {},
): Param<{ readonly from: number; readonly to: number }, 'required'> =>
  param({ type: 'range', doc, min, max }, (value) => readRange(value, min, max));

/** A list of what another parameter takes; one item needs no brackets. */
export function list<T>(
  of: Param<T>,
  doc: string,
  { minItems = 0, maxItems = 100 } = {},
): Param<readonly T[], 'required'> {
  return param(
    { type: 'list', doc, of: of.description, minItems, maxItems },
    (value): Reading<readonly T[]> => {
      const items = value.kind === 'list' ? value.items : [value];
      if (items.length < minItems || items.length > maxItems) {
        return misfit(value, 'out-of-range', `has ${items.length} items.`, [itemsWanted(minItems, maxItems)]);
      }
      const readings = items.map((item) => of.read(item));
      const wrong = readings.find((reading) => !reading.ok);
      return wrong ?? fits(readings.flatMap((reading) => (reading.ok ? [reading.value] : [])));
    },
  );
}

const itemsWanted = (min: number, max: number): string =>
  min === max ? `${min} items` : `${min} to ${max} items`;

/** The word of the list that a value is, letters compared without case. */
function wordIn<W extends string>(words: readonly W[], value: Value): W | undefined {
  const typed = textOf(value)?.toLowerCase();
  return words.find((word) => word.toLowerCase() === typed);
}

function unknownChoice(value: Value, choices: readonly string[]): Misfit {
  const typed = textOf(value);
  const suggestion = typed === undefined ? undefined : nearest(typed, choices);
  const what = typed === undefined ? 'is one word of a list.' : `cannot be ${named(typed)}.`;
  return {
    ...misfit(value, typed === undefined ? 'wrong-kind' : 'unknown-choice', what, choices),
    suggestion,
  };
}

function readNumber(value: Value, min: number, max: number): Reading<number> {
  if (value.kind !== 'number') return wrongKind(value, 'is a number.', [`a number from ${min} to ${max}`]);
  return value.value >= min && value.value <= max
    ? fits(value.value)
    : misfit(value, 'out-of-range', `cannot be ${value.value}.`, [`a number from ${min} to ${max}`]);
}

function readCount(value: Value, min: number, max: number, words: readonly string[]): Reading<number> {
  const expected = [...words, `a whole number from ${min} to ${max}`];
  if (value.kind === 'number' && Number.isInteger(value.value)) {
    const inside = value.value >= min && value.value <= max;
    return inside ? fits(value.value) : misfit(value, 'out-of-range', `cannot be ${value.value}.`, expected);
  }
  const typed = textOf(value);
  const suggestion = typed === undefined ? undefined : nearest(typed, words);
  const kinds = words.length === 0 ? 'is a whole number.' : `is ${words.join(', ')} or a whole number.`;
  return { ...misfit(value, 'wrong-kind', kinds, expected), suggestion };
}

function readText(value: Value, maxLength: number): Reading<string> {
  const typed = textOf(value);
  if (typed === undefined) return wrongKind(value, 'is text.', ['"text"']);
  return typed.length <= maxLength
    ? fits(typed)
    : misfit(value, 'too-long', `has ${typed.length} characters.`, [`at most ${maxLength} characters`]);
}

function readRange(value: Value, min: number, max: number): Reading<{ from: number; to: number }> {
  const bounds = max === Number.MAX_SAFE_INTEGER ? `from ${min} on` : `within ${min}..${max}`;
  const expected = [`a range such as ${min}..${Math.min(max, min + 4)}, ${bounds}`];
  const ends = value.kind === 'number' ? { from: value.value, to: value.value } : value;
  if (!('from' in ends)) return wrongKind(value, 'is a range.', expected);
  const { from, to } = ends;
  const good = Number.isInteger(from) && Number.isInteger(to) && min <= from && from <= to && to <= max;
  return good ? fits({ from, to }) : misfit(value, 'out-of-range', `cannot be ${from}..${to}.`, expected);
}

const misfit = (
  { span }: Value,
  code: Misfit['code'],
  what: string,
  expected: readonly string[],
): Misfit => ({
  ok: false,
  code,
  what,
  span,
  expected,
});

const wrongKind = (value: Value, what: string, expected: readonly string[]): Misfit =>
  misfit(value, 'wrong-kind', what, expected);
