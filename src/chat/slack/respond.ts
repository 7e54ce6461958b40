/**
 * Saying something by an event's response_url: it needs no membership of the channel, and is good for
 * five messages within half an hour. Only who asked sees it.
 */
import type { ChatEvent } from '../../kernel/chat-event.ts';
import { spendResponse } from './address.ts';
import type { SlackMessage } from './answer-message.ts';
import { slackAway } from './errors.ts';

/** @returns false where the event has none, or it lives no longer */
export type Respond = (event: ChatEvent, message: SlackMessage) => Promise<boolean>;

const TIMEOUT_MS = 10_000;
/** Events whose uses are counted. */
const KEPT = 2_000;

/** @throws {SlackError} `slack-away` */
export function responder(now: () => number = Date.now): Respond {
  const spent = new Map<string, ChatEvent['address']>();
  return async (event, message) => {
    const address = spendResponse(spent.get(event.id) ?? event.address, now());
    if (address === undefined || typeof address.responseUrl !== 'string') return false;
    spent.set(event.id, address);
    for (const oldest of spent.keys()) {
      if (spent.size <= KEPT) break;
      spent.delete(oldest);
    }
    return respondTo(address.responseUrl, message);
  };
}

/** @throws {SlackError} `slack-away` */
export async function respondTo(url: string, { text, blocks }: SlackMessage): Promise<boolean> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify({ response_type: 'ephemeral', replace_original: false, text, blocks }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await answer.arrayBuffer();
    return answer.ok;
  } catch (error) {
    throw slackAway(error);
  }
}
