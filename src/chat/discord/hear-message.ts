import type { ChatEvent } from '../../kernel/chat-event.ts';
import { type ApiChannel, type ApiMessage, placeOf, SPOKEN_MESSAGES } from './api.ts';
import { DIRECT, nameOf, rightsOf } from './heard.ts';
import { LIMITS } from './limits.ts';

export interface Hearing {
  /** The bot's own user id. */
  readonly me: string;
  /** The message's channel as the gateway knows it; without it a thread cannot be told from a channel. */
  readonly channel?: ApiChannel;
  /** A session of ours is open in this channel or thread: everything said there is for us. */
  readonly inSession: boolean;
}

/** `.p/…` at the start of a line, in backticks or not; the rest of the grammar is the language's. */
const COMMAND_LINE = /^\s*`{0,3}\s*\.p\//im;

/**
 * A message: a mention of the bot, a direct message, a `.p/` line, a reply to the bot, or talk in a
 * session. Dedupe by `id`, the message's own.
 *
 * @returns null from bots, webhooks and the bot itself, for notices of the system, for what is empty
 *   (as it is without the privileged intent) and for what is not for us
 */
export function hearMessage(message: ApiMessage, hearing: Hearing, now: number): ChatEvent | null {
  const { author, member, guild_id: workspace = DIRECT, referenced_message: replied } = message;
  if (author.bot === true || author.id === hearing.me || message.webhook_id !== undefined) return null;
  if (!SPOKEN_MESSAGES.includes(message.type)) return null;
  const text = withoutMention(message.content, hearing.me);
  const way = wayOf(message, text, hearing);
  if (way === undefined || (text === '' && way !== 'mention')) return null;
  const { channel = { id: message.channel_id, type: 0 } } = hearing;
  return {
    id: message.id,
    platform: 'discord',
    workspace,
    ...placeOf(channel),
    person: { id: author.id, name: nameOf(author, member) },
    way,
    text,
    // Empty where the privileged intent is missing: then it is as if nothing had been replied to.
    ...(replied?.content ? { repliedTo: replied.content } : {}),
    receivedAt: now,
    address: {
      kind: 'message',
      channel: message.channel_id,
      ...(hearing.channel === undefined ? {} : { channelType: hearing.channel.type }),
      message: message.id,
      fileLimit: LIMITS.file,
      ...rightsOf(member),
    },
  };
}

function wayOf(message: ApiMessage, text: string, { me, inSession }: Hearing): ChatEvent['way'] | undefined {
  const named = new RegExp(`<@!?${me}>`).test(message.content);
  if (named && message.mentions.some(({ id }) => id === me)) return 'mention';
  if (message.guild_id === undefined || inSession) return 'message';
  if (COMMAND_LINE.test(text) || message.referenced_message?.author.id === me) return 'message';
  return undefined;
}

/** Wherever it stands: `<@1> .p/help`, `.p/help <@1>`. */
const withoutMention = (content: string, me: string): string =>
  content.replace(new RegExp(`[^\\S\\n]*<@!?${me}>`, 'g'), '').trim();
