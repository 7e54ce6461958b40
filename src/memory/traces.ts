import { keyOf } from './keys.ts';

/** What tells that something is a person's. */
export interface Traces {
  readonly person: string;
  /** Trimmed. */
  readonly texts: ReadonlySet<string>;
}

/** A shorter id may be a word of anybody's text; it counts where ids stand. */
const TELLING = 8;

/** Whether a fact under this key of its space, or an event (key empty), is hers or speaks of her. */
export function isOf(value: unknown, key: string, { person, texts }: Traces): boolean {
  if (key.split('/').includes(keyOf(person)) && /^(joined|left)\//.test(key)) return true;
  if (isAskedBy(value, person)) return true;
  if (person.length >= TELLING && JSON.stringify(value ?? null).includes(person)) return true;
  const said = [at(value, 'text'), at(value, 'repliedTo'), textIn(value, key)];
  return said.some((text) => typeof text === 'string' && texts.has(text.trim()));
}

/** Turns, and the opening and closing of sessions, name who did it. */
export const isAskedBy = (value: unknown, person: string): boolean => at(at(value, 'by'), 'id') === person;

/** What somebody typed: a session's prompt, or the prompt of a remembered turn. */
export function textIn(value: unknown, key: string): string | undefined {
  const text = key === 'prompt' ? value : at(at(at(value, 'reply'), 'prompt'), 'text');
  return typeof text === 'string' ? text : undefined;
}

/** Id of the event that a remembered turn answers: turns are named `<event>.<index>`. */
export function eventAnswered(turn: unknown): string | undefined {
  const id = at(turn, 'id');
  return typeof id === 'string' ? /^(.+)\.\d+$/s.exec(id)?.[1] : undefined;
}

const at = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
