import type { ChatEvent } from '../kernel/chat-event.ts';
import { keeping } from './during.ts';
import type { ForgottenMarks } from './forgotten.ts';
import { keyOf } from './keys.ts';
import type { Processes } from './processes.ts';
import {
  type LedgerSpaces,
  type OpenTurn,
  openKey,
  ownerOf,
  placeOf,
  sentOf,
  stateOf,
  type Taken,
  takenOf,
  turnPrefix,
} from './turn-facts.ts';

interface Claimer {
  readonly spaces: LedgerSpaces;
  readonly marks: ForgottenMarks;
  readonly processes: Processes;
  which(event: ChatEvent): boolean;
  /** Whether this process is at work on the turn already. */
  mine(id: string): boolean;
  hold(id: string): void;
}

/**
 * Takes up one open turn, if it is to be had: its process is gone, or it is this one and has dropped
 * it (the store broke while it was taken in). Clears away what only looks like an open turn.
 */
export async function takeUp(claimer: Claimer, key: string): Promise<OpenTurn | undefined> {
  const { turns, open } = claimer.spaces;
  const entry = await open.get(key);
  if (!isEntry(entry)) return undefined;
  const taken = await takenOf(turns, entry.id);
  if (taken === undefined) {
    // Died before the event was in; while the process lives, it may still come.
    if (entry.by !== claimer.processes.own && (await claimer.processes.gone(entry.by)))
      await open.delete(key);
    return undefined;
  }
  if (openKey(taken) !== key) {
    await open.delete(key); // came second
    return undefined;
  }
  if (!claimer.which(taken.event)) return undefined;
  const claims = await claim(claimer, taken);
  return claims === undefined ? undefined : read(claimer, taken, claims);
}

/** How often the turn was claimed now that it is this process's; undefined when it is not to be had. */
async function claim(
  { spaces: { turns }, marks, processes, mine, hold }: Claimer,
  taken: Taken,
): Promise<number | undefined> {
  const { id } = taken.event;
  const { mark, claims } = await ownerOf(turns, taken);
  const own = mark === processes.own;
  if (!own) {
    if (!(await processes.gone(mark))) return undefined;
    const chain = keeping(turns, () => marks.hasEvent(id));
    if (!(await chain.add(keyOf(id, 'owner', String(claims + 1)), processes.own))) return undefined;
  }
  if (mine(id)) return undefined;
  hold(id);
  return own ? claims : claims + 1;
}

/** Only after the claim: until then another could still have been at work on it. */
async function read({ spaces, marks }: Claimer, taken: Taken, claims: number): Promise<OpenTurn | undefined> {
  const { turns } = spaces;
  const { event } = taken;
  const state = await stateOf(turns, event.id);
  if (state === 'replied') {
    await close(spaces, marks, taken); // died right after its reply
    return undefined;
  }
  const [sent, place] = await Promise.all([sentOf(turns, event.id), placeOf(turns, event.id)]);
  return { event, state, sent, ...(place !== undefined && { place }), claims };
}

/** Puts a turn that is replied among those that are over. */
export async function close(
  { turns, open, over }: LedgerSpaces,
  marks: ForgottenMarks,
  taken: Taken,
): Promise<void> {
  const { id } = taken.event;
  const end = await turns.get(keyOf(id, 'state', 'replied'));
  // Its name is in the turn already, so that who forgets the turn finds it.
  if (typeof end === 'string') await keeping(over, () => marks.hasEvent(id)).set(end, turnPrefix(id));
  await open.delete(openKey(taken));
}

const isEntry = (value: unknown): value is { readonly id: string; readonly by: string } =>
  typeof value === 'object' &&
  value !== null &&
  'id' in value &&
  typeof value.id === 'string' &&
  'by' in value &&
  typeof value.by === 'string';
