import { createHash } from 'node:crypto';
import type { ChatEvent } from '../kernel/chat-event.ts';
import { keyOf } from './keys.ts';
import type { Space } from './store.ts';

/** Key of an open turn; sorts by time. */
export const openKey = ({ id, receivedAt }: Pick<ChatEvent, 'id' | 'receivedAt'>): string =>
  `${receivedAt.toString(36).padStart(10, '0')}-${keyOf(id)}`;

/** What stays of a forgotten event, so that a late delivery of it is not run as a new one: no word of it, not even its id. */
export const forgottenKey = (id: string): string =>
  keyOf('forgotten', createHash('sha256').update(id).digest('hex'));

/**
 * Takes the events that `which` names out of the ledger, finished or not. Cut off, it may be run
 * again: the event goes last. Reads every event: linear in all turns of the store.
 *
 * @returns the events
 */
export async function forgetEvents(
  turns: Space,
  open: Space,
  read: (value: unknown, key: string) => ChatEvent | undefined,
  which: (event: ChatEvent) => boolean,
): Promise<readonly ChatEvent[]> {
  const keys = await turns.lastKeys(Number.MAX_SAFE_INTEGER);
  const gone: ChatEvent[] = [];
  for (const key of keys.filter((name) => name.endsWith('/event'))) {
    const event = read(await turns.get(key), key);
    if (event === undefined || !which(event)) continue;
    await turns.set(forgottenKey(event.id), true);
    await open.delete(openKey(event));
    const rest = keys.filter((name) => name !== key && name.startsWith(`${keyOf(event.id)}/`));
    await Promise.all(rest.map((name) => turns.delete(name)));
    await turns.delete(key);
    gone.push(event);
  }
  return gone;
}
