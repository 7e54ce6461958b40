import type { ChatEvent } from '../kernel/chat-event.ts';
import { MemoryError } from './errors.ts';
import { keyOf } from './keys.ts';
import { forgetEvents, forgottenKey, openKey } from './ledger-forget.ts';
import type { Space } from './store.ts';

/** How far a turn has come. Each step is written before the next is begun. */
export type TurnState = 'received' | 'running' | 'drawn' | 'replied';

const ORDER: readonly TurnState[] = ['received', 'running', 'drawn', 'replied'];

export interface OpenTurn {
  readonly event: ChatEvent;
  readonly state: TurnState;
  /** Platform ids of the messages that were sent so far, in the order of the commands. */
  readonly sent: readonly string[];
}

/**
 * Every event once, and how far its turn has come: what is acknowledged is in here, and what is in
 * here is answered, whatever process dies in between.
 */
export interface Ledger {
  /**
   * Takes an event in. Only when this has resolved may the platform be told that it arrived.
   * @returns false for one that is known already: a second delivery
   */
  receive(event: ChatEvent): Promise<boolean>;
  /** @throws {RangeError} when the turn would go back */
  advance(id: string, state: 'running' | 'drawn'): Promise<void>;
  /** A message of the turn reached the platform under this id; counted from 0. */
  sent(id: string, index: number, messageId: string): Promise<void>;
  /** The turn is over: it is kept for the sake of late deliveries, and never run again. */
  replied(id: string): Promise<void>;
  /** What an earlier process left unfinished, oldest first. */
  unfinished(): Promise<readonly OpenTurn[]>;
  /** The events that `which` names, in no stated order. Reads all of them. */
  events(which: (event: ChatEvent) => boolean): Promise<readonly ChatEvent[]>;
  /** Takes them out, finished or not, and still runs none of them again. Reads all of them. */
  forget(which: (event: ChatEvent) => boolean): Promise<readonly ChatEvent[]>;
}

/**
 * @param turns  `<id>/event`, `<id>/state/<state>`, `<id>/sent/<n>`, `forgotten/<hash>`: a key a fact, each written once
 * @param open   `<time>-<id>` of turns that are not over
 */
export function openLedger(turns: Space, open: Space): Ledger {
  const arriving = new Map<string, Promise<boolean>>();
  const eventOf = async (id: string): Promise<ChatEvent | undefined> =>
    readEvent(await turns.get(keyOf(id, 'event')), id);

  async function takeIn(event: ChatEvent): Promise<boolean> {
    const [known, forgotten] = await Promise.all([eventOf(event.id), turns.get(forgottenKey(event.id))]);
    if (known !== undefined || forgotten !== undefined) return false;
    await open.set(openKey(event), event.id); // first: without it the event would be known and never run
    await turns.set(keyOf(event.id, 'event'), event);
    return true;
  }

  async function stateOf(id: string): Promise<TurnState> {
    for (const state of [...ORDER].reverse())
      if ((await turns.get(keyOf(id, 'state', state))) !== undefined) return state;
    return 'received';
  }

  async function advance(id: string, state: TurnState): Promise<void> {
    const before = await stateOf(id);
    if (ORDER.indexOf(state) < ORDER.indexOf(before)) throw new RangeError(`${id}: ${state} after ${before}`);
    await turns.set(keyOf(id, 'state', state), true);
  }

  return {
    async receive(event) {
      const same = arriving.get(event.id);
      if (same !== undefined) {
        await same; // known only once it is safe
        return false;
      }
      const taken = takeIn(event);
      arriving.set(event.id, taken);
      try {
        return await taken;
      } finally {
        arriving.delete(event.id);
      }
    },
    advance,
    sent: (id, index, messageId) => turns.set(keyOf(id, 'sent', String(index)), messageId),
    async replied(id) {
      const event = await eventOf(id);
      await advance(id, 'replied');
      if (event !== undefined) await open.delete(openKey(event));
    },
    async unfinished() {
      const keys = [...(await open.lastKeys(Number.MAX_SAFE_INTEGER))].reverse();
      const found = await Promise.all(
        keys.map(async (key): Promise<OpenTurn | undefined> => {
          const id = await open.get(key);
          const event = typeof id === 'string' ? await eventOf(id) : undefined;
          const state = event === undefined ? 'replied' : await stateOf(event.id);
          if (event === undefined || state === 'replied') {
            await open.delete(key); // died before the event was in, or right after its reply
            return undefined;
          }
          return { event, state, sent: await sentOf(event.id) };
        }),
      );
      return found.filter((turn) => turn !== undefined);
    },
    async events(which) {
      const keys = await turns.lastKeys(Number.MAX_SAFE_INTEGER);
      const events = keys.filter((key) => key.endsWith('/event'));
      const read = await Promise.all(events.map(async (key) => readEvent(await turns.get(key), key)));
      return read.filter((event) => event !== undefined).filter(which);
    },
    forget: (which) => forgetEvents(turns, open, readEvent, which),
  };

  async function sentOf(id: string): Promise<string[]> {
    const messages: string[] = [];
    for (;;) {
      const message = await turns.get(keyOf(id, 'sent', String(messages.length)));
      if (typeof message !== 'string') return messages;
      messages.push(message);
    }
  }
}

function readEvent(value: unknown, id: string): ChatEvent | undefined {
  if (value === undefined) return undefined;
  if (isEvent(value)) return value;
  throw new MemoryError({
    code: 'corrupt',
    what: 'A remembered event is not of the form that dotp writes.',
    where: id,
    fix: 'Restore the store from a copy, or set DOTP_HOME to another folder.',
  });
}

const isEvent = (value: unknown): value is ChatEvent =>
  typeof value === 'object' &&
  value !== null &&
  'id' in value &&
  typeof value.id === 'string' &&
  'receivedAt' in value &&
  typeof value.receivedAt === 'number' &&
  'text' in value &&
  'channel' in value &&
  'person' in value;
