/** The blocks a message is made of, each within Slack's limits; counted in UTF-16 units, as Slack counts. */
import type { types } from '@slack/bolt';
import { cut, escapeMrkdwn, label, presentable } from './mrkdwn.ts';

export const LIMITS = {
  section: 3000,
  blocks: 50,
  /** Of all blocks together, written as JSON. */
  message: 13_000,
  button: 75,
  value: 2000,
  actionId: 255,
  option: 75,
  optionValue: 150,
  options: 100,
  perRow: 25,
} as const;

/**
 * Text as it is, in one section. `verbatim` leaves addresses and names alone.
 *
 * @param most  characters as they are written, which is more than as they are shown
 */
export function textSection(text: string, most: number = LIMITS.section): types.SectionBlock {
  return {
    type: 'section',
    text: { type: 'mrkdwn', text: fitted(text, Math.min(most, LIMITS.section)), verbatim: true },
  };
}

export const contextLine = (text: string, most: number): types.ContextBlock => ({
  type: 'context',
  elements: [{ type: 'mrkdwn', text: fitted(text, Math.min(most, LIMITS.section)), verbatim: true }],
});

export const plain = (text: string, most: number): types.PlainTextElement => ({
  type: 'plain_text',
  text: label(text, most),
  emoji: false,
});

/** Escaped and still within `most`, as JSON too: cut before it is escaped, so that no entity is torn. */
export function fitted(text: string, most: number): string {
  const clean = presentable(text).trim() || '∅';
  const fits = (length: number) => JSON.stringify(escapeMrkdwn(cut(clean, length))).length - 2 <= most;
  if (clean.length <= most && fits(clean.length)) return escapeMrkdwn(clean);
  let [low, high] = [1, Math.min(clean.length, most)];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return escapeMrkdwn(cut(clean, low));
}

export interface Choice {
  readonly text: string;
  readonly value: string;
}

/** A menu of as many choices as there is room for, in their order; undefined without any. */
export function select(
  choices: readonly Choice[],
  { actionId, placeholder, room }: { actionId: string; placeholder: string; room: number },
): types.StaticSelect | undefined {
  const options: types.PlainTextOption[] = [];
  let used = 0;
  for (const { text, value } of choices.slice(0, LIMITS.options)) {
    const option = { text: plain(text, LIMITS.option), value: value.slice(0, LIMITS.optionValue) };
    used += JSON.stringify(option).length + 1;
    if (used > room) break;
    options.push(option);
  }
  if (options.length === 0) return undefined;
  return { type: 'static_select', action_id: actionId, placeholder: plain(placeholder, 150), options };
}
