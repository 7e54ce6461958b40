import { createHash } from 'node:crypto';
import type { ChatEvent } from '../kernel/chat-event.ts';
import { keptUntil } from './ledger-sweep.ts';
import type { LedgerSpaces } from './turn-facts.ts';

/** What is needed of an event to know whether something of it may still be kept. */
export type EventId = Pick<ChatEvent, 'id' | 'workspace' | 'receivedAt'>;

/**
 * What was forgotten, as hashes: no word of it, not even an id. An event's mark also keeps a late
 * delivery from being run as a new one; a text's mark keeps turns that are older than it from writing
 * that text again. Both go when no such delivery and no such turn can come any more.
 */
export interface ForgottenMarks {
  addEvent(id: string): Promise<void>;
  /** @param hash  SHA-256 of an event's id */
  addHash(hash: string): Promise<void>;
  /** @param text  trimmed */
  addText(workspace: string, text: string): Promise<void>;
  hasEvent(id: string): Promise<boolean>;
  hasText(event: EventId, text: string): Promise<boolean>;
}

/** No event's key begins so. */
const BEGIN = '~forgotten/';

export function forgottenMarks(
  { turns, over }: Pick<LedgerSpaces, 'turns' | 'over'>,
  clock: () => number,
): ForgottenMarks {
  const eventKey = (id: string): string => `${BEGIN}${hashOf(id)}`;
  const textKey = (workspace: string, text: string): string =>
    `${BEGIN}${hashOf(JSON.stringify([workspace, text.trim()]))}`;
  async function add(key: string): Promise<void> {
    const now = clock();
    await over.set(keptUntil(now, key), key);
    await turns.set(key, now);
  }
  return {
    addEvent: (id) => add(eventKey(id)),
    addHash: (hash) => add(`${BEGIN}${hash}`),
    addText: (workspace, text) => add(textKey(workspace, text)),
    hasEvent: async (id) => (await turns.get(eventKey(id))) !== undefined,
    async hasText({ workspace, receivedAt }, text) {
      const at = await turns.get(textKey(workspace, text));
      return typeof at === 'number' && at >= receivedAt;
    },
  };
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
