import type { Finding } from '../analysis/findings.ts';
import type { ChatEvent } from '../kernel/chat-event.ts';
import type { Reply } from '../kernel/reply.ts';
import type { Memory } from '../memory/open.ts';
import { answerGone } from './errors.ts';
import type { Message } from './flow.ts';
import { pressed } from './pressed.ts';
import { isReply } from './schema.ts';

/** What an event asks of the house. */
export type Asked =
  | { readonly kind: 'message'; readonly message: Message }
  | { readonly kind: 'json'; readonly reply: Reply<Finding> }
  | { readonly kind: 'stop'; readonly turn: string };

/**
 * Words are a message; a button or a choice stands for the line about its own answer that a person would
 * have typed. Its adapter has checked that it belongs to this place: see answer-id.ts in src/chat.
 *
 * @throws {DispatchError} `answer-gone`
 */
export async function askedBy(event: ChatEvent, memory: Memory): Promise<Asked> {
  const { action, turn, argument } = event.address;
  if (typeof action !== 'string' || typeof turn !== 'string')
    return { kind: 'message', message: messageOf(event) };
  if (action === 'stop') return { kind: 'stop', turn };
  const reply = await memory.channel(event.channel, event.workspace, event.thread).reply(turn);
  if (reply === undefined || !isReply(reply)) throw answerGone();
  if (action === 'json') return { kind: 'json', reply };
  const text = pressed({ action, ...(typeof argument === 'string' ? { argument } : {}) }, reply);
  if (text === null) throw answerGone();
  return { kind: 'message', message: { text, about: reply } };
}

/** A mention and nothing else asks what can be asked. */
const messageOf = ({ text, repliedTo }: ChatEvent): Message => ({
  text: text.trim() === '' ? '.p/help' : text,
  ...(repliedTo === undefined ? {} : { repliedTo }),
});
