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

/** @param ms  at most waited for; 0: only what is known already. Never rejects. */
export type Introduce = (event: ChatEvent, ms?: number) => Promise<ChatEvent>;

/**
 * An event with the person's name, and what limits and permissions ask for in its address: `roles`, of
 * which Slack has none, and `manages`: an admin or owner of the workspace, who made the channel, or
 * anybody in direct messages. Without the scopes, or where Slack is slow, the id is the name and nobody manages.
 */
export function introducer(directory: Directory): Introduce {
  const people = remembered(directory.person);
  const creators = remembered(directory.creator);
  return async (event, ms = PATIENCE_MS) => {
    const { person, channel } = event;
    const [known, creator] = await Promise.all([
      within(ms, people(person.id)),
      within(ms, creators(channel)),
    ]);
    const manages = isDirect(channel) || known?.runs === true || creator === person.id;
    return {
      ...event,
      person: { id: person.id, name: known?.name ?? person.name },
      address: { ...event.address, roles: '', manages },
    };
  };
}

const within = <T>(ms: number, answer: Promise<T>): Promise<T | undefined> =>
  Promise.race([answer.catch(() => undefined), delay(ms, undefined, { ref: false })]);

/** Asks once for each key within ten minutes; a failure is remembered for one. */
function remembered<T>(ask: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const known = new Map<string, { readonly answer: Promise<T>; until: number }>();
  return (key) => {
    const found = known.get(key);
    if (found !== undefined && Date.now() < found.until) return found.answer;
    const entry = { answer: ask(key), until: Date.now() + KEPT_MS };
    entry.answer.catch(() => {
      entry.until = Math.min(entry.until, Date.now() + KEPT_MS / 10);
    });
    known.delete(key);
    known.set(key, entry);
    for (const oldest of known.keys()) {
      if (known.size <= KEPT) break;
      known.delete(oldest);
    }
    return entry.answer;
  };
}
