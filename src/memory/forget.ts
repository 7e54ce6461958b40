import type { ChatEvent } from '../kernel/chat-event.ts';
import { isLog } from './channel-log.ts';
import type { ForgottenMarks } from './forgotten.ts';
import { keyOf } from './keys.ts';
import type { Ledger } from './ledger.ts';
import { limitsSpace } from './limits.ts';
import { runsSpace } from './runs.ts';
import { channelPrefix, sessionBase, sessionSpaces } from './sessions.ts';
import type { Space, Store } from './store.ts';
import { type Conversation, conversationWith, eventAnswered, isAskedBy, isOf, textsIn } from './traces.ts';

/** What forgetting did, in facts: one for each key. */
export interface Forgotten {
  readonly deleted: number;
  /** What reading everything once more still found: 0, or it is not done. */
  readonly left: number;
}

/** What forgetting works with. */
export interface Forgetting {
  readonly store: Store;
  readonly ledger: Ledger;
  readonly marks: ForgottenMarks;
}

/** Readings at most; each after the second was made necessary by somebody who wrote meanwhile. */
const READINGS = 6;

/** Takes away all that is known of a channel: sessions and threads, events, limits, runs. */
export function forgetChannel(
  { store, ledger }: Forgetting,
  workspace: string,
  channel: string,
): Promise<Forgotten> {
  return untilNothing(async () => {
    const events = await ledger.forget((event) => event.workspace === workspace && event.channel === channel);
    const spaces = await store.namespaces(channelPrefix(workspace, channel));
    const others = [limitsSpace(workspace, 'channel', channel), runsSpace(workspace, 'channel', channel)];
    return events + (await clear(store, [...spaces, ...others]));
  });
}

/**
 * Takes away one session: of a thread, or of the channel itself where there is none; events of that
 * thread, and those whose answers it holds, too: the one that opened it was said at the channel's top.
 */
export function forgetThread(
  { store, ledger }: Forgetting,
  workspace: string,
  channel: string,
  thread: string | undefined,
): Promise<Forgotten> {
  const base = sessionBase(workspace, channel, thread);
  const answered = new Set<string>();
  return untilNothing(async () => {
    await eachValue(store.space(`${base}/turns`), (turn) => {
      const event = eventAnswered(turn);
      if (event !== undefined) answered.add(event);
    });
    const events = await ledger.forget(
      (event, place) =>
        event.workspace === workspace &&
        event.channel === channel &&
        ((place === undefined ? event.thread : place.thread) === thread || answered.has(event.id)),
    );
    return events + (await clear(store, await sessionSpaces(store, base)));
  });
}

/**
 * Takes away all that is known of a person in a workspace: what she asked, the answers to it, her
 * place in sessions, her limits and runs. Answers that others had about a text of hers, or from a model
 * that had read one, events that reply to one, and whatever names her id go too; what others wrote in words of their own stays.
 *
 * Reads all that the workspace remembers, so that no index can have missed something: linear in it.
 * What is being answered at this moment is answered, and not written down.
 */
export function forgetPerson(house: Forgetting, workspace: string, person: string): Promise<Forgotten> {
  const { store, ledger, marks } = house;
  const texts = new Set<string>();
  const ofHer = (event: ChatEvent) => event.workspace === workspace && event.person.id === person;
  return untilNothing(async () => {
    const spaces = await store.namespaces(`${keyOf('channel', workspace)}/`);
    for (const { text } of await ledger.events(ofHer)) texts.add(text.trim());
    for (const name of spaces)
      await eachValue(store.space(name), (value, key) => {
        const typed = isAskedBy(value, person) ? textsIn(value, key) : [];
        for (const text of typed) if (text.trim() !== '') texts.add(text.trim());
      });
    const conversations = await conversationsWith(texts, store, spaces);
    for (const text of [...texts, ...conversations.map(({ read }) => read)])
      await marks.addText(workspace, text);
    const her = { person, texts, conversations };
    // Talk goes late, her own turns and events last: they hold the texts that a second run needs, should
    // this one be cut off.
    const ofOthers = (value: unknown, key: string) => !isAskedBy(value, person) && isOf(value, key, her);
    const isTalk = (value: unknown) => conversationWith(texts, value) !== undefined;
    let deleted = await eachSpace(store, spaces, (value, key) => !isTalk(value) && ofOthers(value, key));
    deleted += await eachSpace(store, spaces, ofOthers);
    deleted += await eachSpace(store, spaces, (value) => isAskedBy(value, person));
    for (const name of spaces.filter((space) => space.endsWith('/facts')))
      deleted += await dropPointers(store, name);
    for (const name of spaces.filter(isLog)) deleted += await dropNumbers(store, name);
    deleted += await clear(store, [
      limitsSpace(workspace, 'person', person),
      runsSpace(workspace, 'person', person),
    ]);
    deleted += await ledger.forget(
      (event) => event.workspace === workspace && !ofHer(event) && isOf(event, '', her),
    );
    return deleted + (await ledger.forget(ofHer));
  });
}

async function conversationsWith(
  texts: ReadonlySet<string>,
  store: Store,
  spaces: readonly string[],
): Promise<readonly Conversation[]> {
  const found: Conversation[] = [];
  for (const name of spaces)
    await eachValue(store.space(name), (value) => {
      const conversation = conversationWith(texts, value);
      if (conversation !== undefined) found.push(conversation);
    });
  return found;
}

/** Runs what deletes all it finds, until it finds nothing: the proof that nothing is left. */
async function untilNothing(readAndDelete: () => Promise<number>): Promise<Forgotten> {
  let deleted = 0;
  for (let reading = 1; ; reading++) {
    const found = await readAndDelete();
    deleted += found;
    if (found === 0 || reading === READINGS) return { deleted, left: found };
  }
}

async function clear(store: Store, names: readonly string[]): Promise<number> {
  let cleared = 0;
  for (const name of names) {
    const space = store.space(name);
    cleared += (await space.keys('')).length;
    await space.clear();
  }
  return cleared;
}

async function eachValue(space: Space, work: (value: unknown, key: string) => void): Promise<void> {
  for (const key of await space.keys('')) work(await space.get(key), key);
}

async function eachSpace(
  store: Store,
  names: readonly string[],
  which: (value: unknown, key: string) => boolean,
): Promise<number> {
  let deleted = 0;
  for (const name of names) deleted += await drop(store.space(name), which);
  return deleted;
}

async function drop(space: Space, which: (value: unknown, key: string) => boolean): Promise<number> {
  const gone: string[] = [];
  await eachValue(space, (value, key) => {
    if (which(value, key)) gone.push(key);
  });
  for (const key of gone) await space.delete(key);
  return gone.length;
}

/** Numbers of answers that are gone: they have their keys. */
async function dropNumbers(store: Store, log: string): Promise<number> {
  const turns = new Set(await store.space(log.replace(/[^/]*$/, 'turns')).keys(''));
  const numbers = store.space(log);
  const gone = (await numbers.keys('')).filter((key) => !turns.has(key));
  for (const key of gone) await numbers.delete(key);
  return gone.length;
}

/** Pointers to turns that are gone; `last` then names none until the next answer. */
async function dropPointers(store: Store, facts: string): Promise<number> {
  const turns = new Set(await store.space(facts.replace(/facts$/, 'turns')).keys(''));
  const isPointer = (key: string) => /^(id\/|last$|last\/|picture$)/.test(key);
  return drop(
    store.space(facts),
    (turn, key) => isPointer(key) && !(typeof turn === 'string' && turns.has(turn)),
  );
}
