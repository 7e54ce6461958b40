import type { ChatEvent } from '../kernel/chat-event.ts';
import type { Place } from '../kernel/voice.ts';
import type { ForgottenMarks } from './forgotten.ts';
import { keyOf } from './keys.ts';
import { type LedgerSpaces, openOf, placeOf, readTaken, turnPrefix } from './turn-facts.ts';

/**
 * Takes the events that `which` names out of the ledger, finished or not. Cut off, it may be run
 * again: the event goes last. Reads every event: linear in all turns of the store.
 *
 * @returns facts deleted
 */
export async function forgetEvents(
  spaces: LedgerSpaces,
  marks: ForgottenMarks,
  which: (event: ChatEvent, place: Place | undefined) => boolean,
): Promise<number> {
  const { turns } = spaces;
  const ids: string[] = [];
  for (const key of (await turns.keys('')).filter((name) => name.endsWith('/event'))) {
    const event = readTaken(await turns.get(key), key)?.event;
    if (event !== undefined && which(event, await placeOf(turns, event.id))) ids.push(event.id);
  }
  // The mark before anything is looked for: a turn that is running sees it, or is seen.
  for (const id of ids) await marks.addEvent(id);
  let deleted = 0;
  for (const id of ids) deleted += await forgetTurn(spaces, id);
  return deleted;
}

async function forgetTurn({ turns, open, over }: LedgerSpaces, id: string): Promise<number> {
  const event = keyOf(id, 'event');
  const facts = (await turns.keys(turnPrefix(id))).filter((key) => key !== event);
  const end = await turns.get(keyOf(id, 'state', 'replied'));
  const ends = typeof end === 'string' ? [end] : [];
  const marks = (await open.keys('')).filter((key) => openOf(key).startsWith(turnPrefix(id)));
  await Promise.all([
    ...facts.map((key) => turns.delete(key)),
    ...marks.map((key) => open.delete(key)),
    ...ends.map((key) => over.delete(key)),
  ]);
  await turns.delete(event);
  return facts.length + marks.length + ends.length + 1;
}
