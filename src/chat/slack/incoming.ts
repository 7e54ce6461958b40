/**
 * What Slack delivers when somebody writes, as events of a chat. Only the fields that are read are named
 * here; Bolt's own payload types fit them. null: nothing to answer.
 */
import { createHash } from 'node:crypto';
import type { ChatEvent } from '../../kernel/chat-event.ts';
import { addressOf, isDirect } from './address.ts';
import { plainText, withoutMention } from './plain-text.ts';

/** Who the bot is, and when the delivery arrived (milliseconds since 1970). */
export interface Arrival {
  readonly botUser: string;
  readonly now: number;
}

export interface SlashPayload {
  readonly text: string;
  readonly response_url: string;
  readonly trigger_id: string;
  readonly user_id: string;
  readonly user_name: string;
  readonly team_id: string;
  readonly channel_id: string;
}

/** `/p reflect.trace{…} prompt`. Slack does not deliver it in threads; its trigger id is the delivery's own. */
export function slashEvent(payload: SlashPayload, { now }: Arrival): ChatEvent {
  const { channel_id: channel, trigger_id: triggerId, response_url: responseUrl } = payload;
  const typed = plainText(payload.text).trim();
  return {
    id: triggerName('slash', triggerId),
    platform: 'slack',
    workspace: payload.team_id,
    channel,
    person: { id: payload.user_id, name: payload.user_name },
    way: 'command',
    text: withHead(typed),
    receivedAt: now,
    address: { ...addressOf({ channel, responseUrl, triggerId }, now) },
  };
}

/** An event's id out of a trigger's, which is longer than the ids of buttons have room for. */
export const triggerName = (way: string, triggerId: string): string =>
  `${way}:${createHash('sha256').update(triggerId).digest('hex').slice(0, 32)}`;

/** `/p reflect.trace` arrives without its `/p`; alone it asks for help. */
function withHead(typed: string): string {
  if (typed === '') return '.p/help';
  return /^(?:\.?p\/|\/p\s|toggle\b)/i.test(typed) ? typed : `.p/${typed}`;
}

export interface MessagePayload {
  readonly type: string;
  readonly subtype?: string | undefined;
  readonly hidden?: boolean | undefined;
  readonly bot_id?: string | undefined;
  readonly app_id?: string | undefined;
  readonly edited?: unknown;
  readonly user?: string | undefined;
  readonly team?: string | undefined;
  readonly text?: string | undefined;
  readonly channel: string;
  readonly ts: string;
  readonly thread_ts?: string | undefined;
}

/** Around an event: who it is for. */
export interface Envelope {
  readonly event_id: string;
  readonly team_id: string;
}

/** Subtypes that are a person's words all the same; the others tell of edits, joins, bots. */
const WORDS = new Set<string | undefined>([undefined, 'file_share', 'thread_broadcast', 'me_message']);

/**
 * A message or a mention. Both are delivered for one message, under two event ids: they have one id here, of
 * the message itself. Which messages are answered is not decided here.
 */
export function messageEvent(
  payload: MessagePayload,
  { team_id }: Envelope,
  arrival: Arrival,
): ChatEvent | null {
  const { channel, ts, thread_ts: thread, user, text = '' } = payload;
  if (user === undefined || !isWords(payload, arrival)) return null;
  const said = withoutMention(text, arrival.botUser);
  const mentioned = payload.type === 'app_mention' || said !== text || text.includes(`<@${arrival.botUser}>`);
  return {
    id: messageId(channel, ts),
    platform: 'slack',
    workspace: team_id,
    channel,
    ...(thread === undefined ? {} : { thread }),
    person: { id: user, name: user },
    way: mentioned ? 'mention' : 'message',
    text: plainText(said).trim(),
    receivedAt: arrival.now,
    address: { ...addressOf({ channel, threadTs: thread ?? opened(channel, ts) }, arrival.now) },
  };
}

/** An answer opens a thread under its message; not in direct messages, which are one session. */
export const opened = (channel: string, ts: string): string | undefined =>
  isDirect(channel) ? undefined : ts;

const messageId = (channel: string, ts: string): string => `${channel}:${ts}`;

function isWords(payload: MessagePayload, { botUser }: Arrival): boolean {
  const { bot_id, app_id, edited, hidden, subtype, user, text = '' } = payload;
  const fromPerson = bot_id === undefined && app_id === undefined && user !== botUser && user !== 'USLACKBOT';
  return fromPerson && WORDS.has(subtype) && edited === undefined && hidden !== true && text.trim() !== '';
}

/**
 * Everything by which a delivery may be known already: a retry has the event id of the first, and a mention
 * the channel and time of its message. Known when any of them is.
 */
export const deliveryKeys = (
  envelope: Envelope,
  payload: Pick<MessagePayload, 'channel' | 'ts'>,
): string[] => [envelope.event_id, messageId(payload.channel, payload.ts)];
