import { isAnchor } from './anchors.ts';
import { keyOf } from './keys.ts';

/** What tells that something is a person's. */
export interface Traces {
  readonly person: string;
  /** Trimmed. */
  readonly texts: ReadonlySet<string>;
  /** Talk in which a message of hers was read. */
  readonly conversations: readonly Conversation[];
}

/** What a model read before it answered plain words, and what it wrote: a command asks about a beginning of both. */
export interface Conversation {
  readonly read: string;
  readonly written: string;
}

/** A shorter id may be a word of anybody's text; it counts where ids stand. */
const TELLING = 8;

/** Whether a fact under this key of its space, or an event (key empty), is hers or speaks of her. */
export function isOf(value: unknown, key: string, { person, texts, conversations }: Traces): boolean {
  if (key.split('/').includes(keyOf(person)) && /^(joined|left)\//.test(key)) return true;
  if (isAskedBy(value, person)) return true;
  if (person.length >= TELLING && JSON.stringify(value ?? null).includes(person)) return true;
  const said = [at(value, 'text'), at(value, 'repliedTo'), ...textsIn(value, key), ...heardIn(value)];
  if (said.some((text) => typeof text === 'string' && texts.has(text.trim()))) return true;
  const about = promptIn(value, key);
  return (
    about !== undefined &&
    conversations.some(({ read, written }) => about.startsWith(read) && (read + written).startsWith(about))
  );
}

/** Turns, and the opening and closing of sessions, name who did it. */
export const isAskedBy = (value: unknown, person: string): boolean => at(at(value, 'by'), 'id') === person;

/** What was asked about: a session's prompt, or the prompt of a remembered turn; of talk all that the model read. */
function promptIn(value: unknown, key: string): string | undefined {
  const text = key === 'prompt' ? value : at(at(at(value, 'reply'), 'prompt'), 'text');
  return typeof text === 'string' ? text : undefined;
}

/** What its author typed: the prompt, the plain words that were said, an anchor. */
export const textsIn = (value: unknown, key: string): string[] =>
  strings([
    promptIn(value, key),
    ...(isAnchor(value) ? [value.text] : []),
    ...talksIn(value).map((said) => at(said, 'asked')),
  ]);

/** Earlier messages and anchors, of anybody, that the model read when it answered plain words. */
export const heardIn = (value: unknown): string[] =>
  talksIn(value).flatMap((said) => [
    ...strings(at(at(said, 'earlier'), 'asked')),
    ...itemsOf(at(said, 'anchors')).flatMap((anchor) => strings([at(anchor, 'text')])),
  ]);

const itemsOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The talk of a remembered turn in which one of these texts was a message. */
export function conversationWith(texts: ReadonlySet<string>, turn: unknown): Conversation | undefined {
  const [said] = talksIn(turn);
  const isRead = [at(said, 'asked'), ...heardIn(turn)].some(
    (text) => typeof text === 'string' && texts.has(text.trim()),
  );
  const [read, written] = [promptIn(turn, ''), at(said, 'text')];
  return isRead && read !== undefined && typeof written === 'string' ? { read, written } : undefined;
}

function talksIn(value: unknown): unknown[] {
  const findings = at(at(value, 'reply'), 'findings');
  return Array.isArray(findings) ? findings.filter((finding) => at(finding, 'kind') === 'said') : [];
}

const strings = (values: unknown): string[] =>
  Array.isArray(values) ? values.filter((value) => typeof value === 'string') : [];

/** Id of the event that a remembered turn answers: turns are named `<event>.<index>`. */
export function eventAnswered(turn: unknown): string | undefined {
  const id = at(turn, 'id');
  return typeof id === 'string' ? /^(.+)\.\d+$/s.exec(id)?.[1] : undefined;
}

const at = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
