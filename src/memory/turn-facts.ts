import type { ChatEvent } from '../kernel/chat-event.ts';
import type { Place } from '../kernel/voice.ts';
import { MemoryError } from './errors.ts';
import { keyOf } from './keys.ts';
import type { Space } from './store.ts';

/** How far a turn has come. Each step is written before the next is begun. */
export type TurnState = 'received' | 'running' | 'drawn' | 'replied';

export const ORDER: readonly TurnState[] = ['received', 'running', 'drawn', 'replied'];

/** A turn to go on with. */
export interface OpenTurn {
  readonly event: ChatEvent;
  readonly state: TurnState;
  /** Platform ids of the messages that were sent so far, in the order of the commands. */
  readonly sent: readonly string[];
  /** Where it is answered, once that was said. */
  readonly place?: Place;
  /** How many times it was taken up again, this one included: what ends its process each time has many. */
  readonly claims: number;
}

/** An event and the process that took it in: one fact, so that no other can come between. */
export interface Taken {
  readonly event: ChatEvent;
  /** Mark of the process. */
  readonly owner: string;
}

/** Space of the ledger's turns, of those that are not over, and of those that are. */
export interface LedgerSpaces {
  /** `<id>/event`, `<id>/owner/<n>`, `<id>/state/<state>`, `<id>/place`, `<id>/sent/<n>`, `~forgotten/<hash>`: a key a fact */
  readonly turns: Space;
  /** `<time>-<id>/<mark>`: `{ id, by }`, who was about to take it in. */
  readonly open: Space;
  /** `<time>-…` of its end: beginning of the keys in `turns` that go when it has been kept long enough. */
  readonly over: Space;
}

/** Key of an open turn; sorts by time. Each process has its own, so that none takes another's away. */
export const openKey = ({ event: { id, receivedAt }, owner }: Taken): string =>
  `${timeKey(receivedAt)}-${keyOf(id, owner)}`;

/** Of the turn that a key of `open` names: what its keys in `turns` begin with, and the mark. */
export const openOf = (key: string): string => key.slice(timeKey(0).length + 1);

/** Sorts like the time, in milliseconds since 1970. */
export const timeKey = (at: number): string => Math.max(0, at).toString(36).padStart(10, '0');

/** What a turn's keys in `turns` begin with. */
export const turnPrefix = (id: string): string => `${keyOf(id)}/`;

export async function takenOf(turns: Space, id: string): Promise<Taken | undefined> {
  return readTaken(await turns.get(keyOf(id, 'event')), id);
}

export async function stateOf(turns: Space, id: string): Promise<TurnState> {
  for (const state of [...ORDER].reverse())
    if ((await turns.get(keyOf(id, 'state', state))) !== undefined) return state;
  return 'received';
}

export async function placeOf(turns: Space, id: string): Promise<Place | undefined> {
  const found = await turns.get(keyOf(id, 'place'));
  if (typeof found !== 'object' || found === null) return undefined;
  const { thread, message }: { thread?: unknown; message?: unknown } = found;
  return {
    ...(typeof thread === 'string' && { thread }),
    ...(typeof message === 'string' && { message }),
  };
}

export async function sentOf(turns: Space, id: string): Promise<string[]> {
  const messages: string[] = [];
  for (;;) {
    const message = await turns.get(keyOf(id, 'sent', String(messages.length)));
    if (typeof message !== 'string') return messages;
    messages.push(message);
  }
}

/** The last in the chain of owners, and how many have taken the turn up after the first. */
export async function ownerOf(turns: Space, taken: Taken): Promise<{ mark: string; claims: number }> {
  let [mark, claims] = [taken.owner, 0];
  for (;;) {
    const next = await turns.get(keyOf(taken.event.id, 'owner', String(claims + 1)));
    if (typeof next !== 'string') return { mark, claims };
    [mark, claims] = [next, claims + 1];
  }
}

export function readTaken(value: unknown, id: string): Taken | undefined {
  if (value === undefined) return undefined;
  if (isTaken(value)) return value;
  throw new MemoryError({
    code: 'corrupt',
    what: 'A remembered event is not of the form that dotp writes.',
    where: id,
    fix: 'Restore the store from a copy, or set DOTP_HOME to another folder.',
  });
}

const isTaken = (value: unknown): value is Taken =>
  typeof value === 'object' &&
  value !== null &&
  'owner' in value &&
  typeof value.owner === 'string' &&
  'event' in value &&
  isEvent(value.event);

export const isEvent = (value: unknown): value is ChatEvent =>
  typeof value === 'object' &&
  value !== null &&
  'id' in value &&
  typeof value.id === 'string' &&
  'receivedAt' in value &&
  typeof value.receivedAt === 'number' &&
  'text' in value &&
  'channel' in value &&
  'person' in value;
