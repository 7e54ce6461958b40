import type { ChatEvent } from '../../kernel/chat-event.ts';
import { addressOf, homesOf, repliesByToken } from './address.ts';
import { tokenLives } from './heard.ts';
import type { Recent } from './recent.ts';
import { isClosed } from './refusal.ts';
import type { ApiCall, Rest } from './rest.ts';
import { ROUTES } from './routes.ts';

/** What the adapter works with. */
export interface Tools {
  readonly rest: Rest;
  /** Buttons are signed with it. */
  readonly key: Uint8Array;
  readonly now: () => number;
  /** Channels that messages of ours stand in. */
  readonly stands: Recent<string>;
}

/** An address that a message of a turn may be had under. */
export interface Spot extends Pick<ApiCall, 'path' | 'byPath'> {
  /** Where the message stands, seen from there. */
  readonly channel: string;
}

/**
 * The addresses of a message, the likeliest first: its interaction's token for as long as it lives, and
 * the channels of the turn.
 *
 * @param message  without it the interaction's own reply
 */
export function spotsOf(
  event: ChatEvent,
  message: string | undefined,
  { now, stands }: Tools,
): readonly Spot[] {
  const { hook, channel: heard } = addressOf(event);
  const isReply = repliesByToken(event);
  const byToken =
    hook !== undefined && tokenLives(event, now()) && (isReply || message !== undefined)
      ? [{ path: ROUTES.reply(hook, isReply ? undefined : message), byPath: true, channel: heard }]
      : [];
  if (message === undefined) return byToken;
  const known = stands.get(message);
  const channels = known === undefined ? homesOf(event).map(({ channel }) => channel) : [known];
  const byChannel = channels.map((channel) => ({ path: ROUTES.message(channel, message), channel }));
  return isReply ? [...byToken, ...byChannel] : [...byChannel, ...byToken];
}

/** What the first address gives that is not closed; undefined when all are. */
export async function firstOpen<T>(
  spots: readonly Spot[],
  ask: (spot: Spot) => Promise<T>,
): Promise<T | undefined> {
  for (const spot of spots) {
    try {
      return await ask(spot);
    } catch (error) {
      if (!isClosed(error)) throw error;
    }
  }
  return undefined;
}
