import type { ChatEvent } from '../kernel/chat-event.ts';
import { keyOf } from './keys.ts';
import type { Ledger } from './ledger.ts';
import { limitsSpace } from './limits.ts';
import { runsSpace } from './runs.ts';
import type { Space, Store } from './store.ts';

/** Namespaces of a channel, its threads' included, begin so. */
export const channelPrefix = (workspace: string, channel: string): string =>
  `${keyOf('channel', workspace, channel)}/`;

/** Takes away all that is known of a channel: sessions and threads, events, limits, runs. */
export async function forgetChannel(
  store: Store,
  ledger: Ledger,
  workspace: string,
  channel: string,
): Promise<void> {
  await ledger.forget((event) => event.workspace === workspace && event.channel === channel);
  const spaces = await store.namespaces(channelPrefix(workspace, channel));
  const others = [limitsSpace(workspace, 'channel', channel), runsSpace(workspace, 'channel', channel)];
  await Promise.all([...spaces, ...others].map((name) => store.space(name).clear()));
}

/**
 * Takes away all that is known of a person in a workspace: what she asked, the answers to it, her
 * place in sessions, her limits and runs. Answers that others had about a text of hers, events that
 * reply to one, and whatever names her id go too; what others wrote in words of their own stays.
 *
 * Reads all that the workspace remembers, so that no index can have missed something: linear in it.
 * What is being answered at this moment is written afterwards: stop the person's turns first.
 */
export async function forgetPerson(
  store: Store,
  ledger: Ledger,
  workspace: string,
  person: string,
): Promise<void> {
  const spaces = await store.namespaces(`${keyOf('channel', workspace)}/`);
  const ofHer = (event: ChatEvent) => event.workspace === workspace && event.person.id === person;
  const texts = new Set((await ledger.events(ofHer)).map(({ text }) => text.trim()));
  for (const name of spaces) await eachValue(store.space(name), (value) => addPrompt(value, person, texts));
  const her: Traces = { person, texts };
  // Her own turns and events go last: they hold the texts that a second run needs, should this one be cut off.
  for (const name of spaces)
    await drop(store.space(name), (value, key) => !isAskedBy(value, person) && isOf(value, key, her));
  for (const name of spaces) await drop(store.space(name), (value) => isAskedBy(value, person));
  for (const name of spaces.filter((space) => space.endsWith('/facts'))) await dropPointers(store, name);
  const own = [limitsSpace(workspace, 'person', person), runsSpace(workspace, 'person', person)];
  await Promise.all(own.map((name) => store.space(name).clear()));
  await ledger.forget((event) => event.workspace === workspace && !ofHer(event) && isOf(event, '', her));
  await ledger.forget(ofHer);
}

/** What tells that something is hers. */
interface Traces {
  readonly person: string;
  /** Trimmed. */
  readonly texts: ReadonlySet<string>;
}

/** A shorter id may be a word of anybody's text; it counts where ids stand. */
const TELLING = 8;

function isOf(value: unknown, key: string, { person, texts }: Traces): boolean {
  if (key.split('/').includes(keyOf(person)) && /^(joined|left)\//.test(key)) return true;
  if (isAskedBy(value, person)) return true;
  if (person.length >= TELLING && JSON.stringify(value ?? null).includes(person)) return true;
  const said = [
    key === 'prompt' ? value : undefined,
    at(value, 'text'),
    at(value, 'repliedTo'),
    promptOf(value),
  ];
  return said.some((text) => typeof text === 'string' && texts.has(text.trim()));
}

const at = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;

const promptOf = (turn: unknown): unknown => at(at(at(turn, 'reply'), 'prompt'), 'text');

/** Turns, and the opening and closing of sessions, name who did it. */
const isAskedBy = (value: unknown, person: string): boolean => at(at(value, 'by'), 'id') === person;

function addPrompt(value: unknown, person: string, texts: Set<string>): void {
  const text = promptOf(value);
  if (isAskedBy(value, person) && typeof text === 'string' && text.trim() !== '') texts.add(text.trim());
}

async function eachValue(space: Space, work: (value: unknown, key: string) => void): Promise<void> {
  for (const key of await space.lastKeys(Number.MAX_SAFE_INTEGER)) work(await space.get(key), key);
}

async function drop(space: Space, which: (value: unknown, key: string) => boolean): Promise<void> {
  for (const key of await space.lastKeys(Number.MAX_SAFE_INTEGER))
    if (which(await space.get(key), key)) await space.delete(key);
}

/** Pointers to turns that are gone; `last` then names none until the next answer. */
async function dropPointers(store: Store, facts: string): Promise<void> {
  const turns = new Set(
    await store.space(facts.replace(/facts$/, 'turns')).lastKeys(Number.MAX_SAFE_INTEGER),
  );
  await drop(
    store.space(facts),
    (turn, key) =>
      /^(id\/|last$|last\/|picture$)/.test(key) && !(typeof turn === 'string' && turns.has(turn)),
  );
}
