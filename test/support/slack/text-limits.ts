import { isObject, type Json } from './json.ts';

/** A rule of Slack's that something sent does not keep. Rules are named after Slack's reference pages. */
export interface Broken {
  readonly rule: string;
  readonly found: string;
}

export const broken = (rule: string, found: unknown): Broken => ({
  rule,
  found: (typeof found === 'string' ? found : (JSON.stringify(found) ?? 'nothing')).slice(0, 120),
});

/** A rule about a value that may be left out. */
export const unless = (kept: boolean, rule: string, found: unknown): Broken[] =>
  kept ? [] : [broken(rule, found)];

/** Text of 1 to `most` UTF-16 units; absent is fine. */
export const within = (value: unknown, most: number, rule: string): Broken[] =>
  value === undefined
    ? []
    : unless(
        typeof value === 'string' && value.length > 0 && value.length <= most,
        `${rule} ≤ ${most}`,
        value,
      );

/** A text object. @param kind  `plain_text` where Slack takes no other */
export function textObject(value: unknown, most: number, rule: string, kind?: 'plain_text'): Broken[] {
  if (value === undefined) return [];
  if (!isObject(value)) return [broken(`${rule} is a text object`, value)];
  return [
    ...unless(
      value.type === 'plain_text' || (kind === undefined && value.type === 'mrkdwn'),
      `${rule}.type`,
      value.type,
    ),
    ...within(value.text ?? '', most, rule),
    ...unless(
      value.type === 'plain_text' || value.emoji === undefined,
      `${rule}.emoji is of plain_text`,
      value,
    ),
    ...unless(
      value.type === 'mrkdwn' || value.verbatim === undefined,
      `${rule}.verbatim is of mrkdwn`,
      value,
    ),
    ...fields(value, ['type', 'text', 'emoji', 'verbatim'], rule),
  ];
}

/** Slack refuses properties that it does not know. */
export const fields = (value: Json, known: readonly string[], rule: string): Broken[] =>
  Object.keys(value)
    .filter((key) => !known.includes(key))
    .map((key) => broken(`${rule} has no property ${key}`, value[key]));

export const needed = (value: Json, keys: readonly string[], rule: string): Broken[] =>
  keys.filter((key) => value[key] === undefined).map((key) => broken(`${rule}.${key} is required`, value));

export const repeated = (values: readonly string[], rule: string): Broken[] =>
  unless(new Set(values).size === values.length, `${rule} is unique`, values.join(' '));
