import type { ChatEvent } from '../../kernel/chat-event.ts';

/** What an answer in Slack needs, kept with the turn as plain data. */
export interface SlackAddress {
  readonly channel: string;
  /** The thread that is answered in; absent where the answer opens one. */
  readonly threadTs?: string;
  /** Good for {@link RESPONSES} messages within {@link RESPONSE_MS}; needs no membership of the channel. */
  readonly responseUrl?: string;
  readonly responseUntil?: number;
  readonly responsesLeft?: number;
  /** Opens a modal, once, within three seconds. */
  readonly triggerId?: string;
}

const RESPONSES = 5;
const RESPONSE_MS = 30 * 60_000;

export interface Answerable {
  readonly channel: string;
  readonly threadTs?: string | undefined;
  readonly responseUrl?: string | undefined;
  readonly triggerId?: string | undefined;
}

/** @param now  milliseconds since 1970, when it arrived */
export function addressOf(
  { channel, threadTs, responseUrl, triggerId }: Answerable,
  now: number,
): SlackAddress {
  return {
    channel,
    ...(threadTs === undefined ? {} : { threadTs }),
    ...(responseUrl === undefined
      ? {}
      : { responseUrl, responseUntil: now + RESPONSE_MS, responsesLeft: RESPONSES }),
    ...(triggerId === undefined ? {} : { triggerId }),
  };
}

/** The address as it is after one message more over its response_url; undefined when that would fail. */
export function spendResponse(address: ChatEvent['address'], now: number): ChatEvent['address'] | undefined {
  const { responseUrl, responseUntil, responsesLeft } = address;
  const open = typeof responseUntil === 'number' && now < responseUntil;
  const left = typeof responsesLeft === 'number' ? responsesLeft : 0;
  if (typeof responseUrl !== 'string' || !open || left < 1) return undefined;
  return { ...address, responsesLeft: left - 1 };
}

/** A conversation with the bot alone (or of two people): the channel itself is the session, without threads. */
export const isDirect = (channel: string): boolean => channel.startsWith('D');

/** Whether something can still be said over its response_url. */
export const canRespond = (address: ChatEvent['address'], now: number): boolean =>
  spendResponse(address, now) !== undefined;
