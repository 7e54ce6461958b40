import type { ChatEvent } from '../../kernel/chat-event.ts';
import type { Log } from '../../kernel/log.ts';
import { shortId } from '../../kernel/short-id.ts';
import type { Answered, Place } from '../../kernel/voice.ts';
import { addressOf, opensThread } from './address.ts';
import { answerDraft } from './draft.ts';
import { DiscordError } from './errors.ts';
import { nonceOf } from './nonce.ts';
import type { Posted } from './posted.ts';
import { edit, post } from './put.ts';
import { firstOpen, spotsOf, type Tools } from './spots.ts';
import { noThread, startThread } from './threads.ts';

/**
 * The first answer takes the place of the message that showed the progress, and the session's thread is
 * started from it; the others are posted into the thread.
 */
export async function sayAnswer(
  event: ChatEvent,
  place: Place,
  answered: Answered,
  index: number,
  tools: Tools & { readonly log: Log },
): Promise<Posted> {
  const draft = answerDraft(answered, addressOf(event).fileLimit, tools.key);
  const what = { draft, nonce: nonceOf(event, index), threadName: nameOf(answered), thread: place.thread };
  if (index > 0 || place.message === undefined) return post(event, what, tools);
  const first = await replace(event, place, what, tools);
  await hang(event, place, first, answered, tools);
  return first;
}

/** A message that is gone, or cannot be reached any more, is replaced by a new one. */
async function replace(
  event: ChatEvent,
  place: Place,
  what: Parameters<typeof post>[1],
  tools: Tools,
): Promise<Posted> {
  try {
    return await edit(event, place.message, what.draft, tools);
  } catch (error) {
    if (!(error instanceof DiscordError && error.code === 'undeliverable')) throw error;
    return post(event, opensThread(event) ? { ...what, thread: undefined } : what, tools);
  }
}

/**
 * Starts the session's thread from its first answer, where it is not there yet; where that cannot be, the answer
 * says why. Never rejects: the answer itself is said.
 */
export async function hang(
  event: ChatEvent,
  place: Place,
  { id, channel }: Posted,
  answered: Answered,
  { log, ...tools }: Tools & { readonly log: Log },
): Promise<void> {
  if (!opensThread(event) || place.thread !== id) return;
  try {
    await startThread(tools.rest, { channel, message: id }, nameOf(answered));
  } catch (error) {
    log.warn('No thread was opened.', { id: shortId(event), error });
    const draft = answerDraft(answered, addressOf(event).fileLimit, tools.key);
    const { content, allowed_mentions } = draft(channel, { notes: [noThread(error)], files: true }).body;
    const body = { content, allowed_mentions };
    const told = firstOpen(spotsOf(event, id, tools), ({ channel: _, ...spot }) =>
      tools.rest({ method: 'PATCH', ...spot, body }),
    );
    await told.catch((cause: unknown) =>
      log.warn('That could not be said.', { id: shortId(event), error: cause }),
    );
  }
}

/** Of a thread: what was asked, and about what. */
const nameOf = ({ reply: { command, prompt } }: Answered): string =>
  [command.replace(/^\.p\//, ''), prompt.text].filter((part) => part.trim() !== '').join(': ');
