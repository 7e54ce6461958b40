/** What Slack knows of a person beyond an id: the name that others see, and whether she runs the workspace. */
import { setTimeout as delay } from 'node:timers/promises';
import type { ChatEvent } from '../../kernel/chat-event.ts';
import { isDirect } from './address.ts';

export interface Person {
  readonly name: string;
  /** An admin or owner of the workspace. */
  readonly runs: boolean;
}

export interface Directory {
  person(user: string): Promise<Person>;
  /** Who made the channel. */
  creator(channel: string): Promise<string | undefined>;
}

/** Milliseconds that an answer waits for what is not known yet. */
const PATIENCE_MS = 1_000;
const KEPT_MS = 10 * 60_000;
const KEPT = 5_000;

/** Adds to an event what Slack knows of the person. */
export interface Introducer {
  /** Of what was asked before; asks nothing. */
  known(event: ChatEvent): ChatEvent;
  /** Asks; never rejects. */
  whole(event: ChatEvent): Promise<ChatEvent>;
}

/**
 * An event with the person's name, and what limits and permissions ask for in its address: `roles`, of
 * which Slack has none, and `manages`: an admin or owner of the workspace, who made the channel, or
 * anybody in direct messages. Without the scopes, or where Slack is slow, the id is the name and nobody manages.
 */
export function introducer(directory: Directory): Introducer {
  const people = remembered(directory.person);
  const creators = remembered(directory.creator);
  return {
    known: (event) => introduced(event, people.had(event.person.id), creators.had(event.channel)),
    async whole(event) {
      const { person, channel } = event;
      return introduced(
        event,
        ...(await Promise.all([within(people.ask(person.id)), within(creators.ask(channel))])),
      );
    },
  };
}

function introduced(event: ChatEvent, known: Person | undefined, creator: string | undefined): ChatEvent {
  const { person, channel, address } = event;
  const manages = isDirect(channel) || known?.runs === true || creator === person.id;
  return {
    ...event,
    person: { id: person.id, name: known?.name ?? person.name },
    address: { ...address, roles: '', manages },
  };
}

const within = <T>(answer: Promise<T>): Promise<T | undefined> =>
  Promise.race([answer.catch(() => undefined), delay(PATIENCE_MS, undefined, { ref: false })]);

interface Remembered<T> {
  ask(key: string): Promise<T>;
  /** undefined where it was not asked or did not answer yet. */
  had(key: string): T | undefined;
}

interface Entry<T> {
  readonly answer: Promise<T>;
  /** Milliseconds since 1970. */
  until: number;
  value?: T;
}

/** Asks once for each key within ten minutes; a failure is remembered for one. */
function remembered<T>(ask: (key: string) => Promise<T>): Remembered<T> {
  const known = new Map<string, Entry<T>>();
  const fresh = (key: string) => {
    const found = known.get(key);
    return found !== undefined && Date.now() < found.until ? found : undefined;
  };
  function asked(key: string): Entry<T> {
    const entry: Entry<T> = { answer: ask(key), until: Date.now() + KEPT_MS };
    entry.answer.then(
      (value) => {
        entry.value = value;
      },
      () => {
        entry.until = Math.min(entry.until, Date.now() + KEPT_MS / 10);
      },
    );
    known.delete(key);
    known.set(key, entry);
    for (const oldest of known.keys()) {
      if (known.size <= KEPT) break;
      known.delete(oldest);
    }
    return entry;
  }
  return { ask: (key) => (fresh(key) ?? asked(key)).answer, had: (key) => fresh(key)?.value };
}
