import type { ChatEvent } from '../../kernel/chat-event.ts';
import type { Place } from '../../kernel/voice.ts';
import { addressOf, repliesByToken } from './address.ts';
import { fixedDraft } from './draft.ts';
import { DiscordError } from './errors.ts';
import { tokenLives } from './heard.ts';
import { type DiscordMessage, messageOf } from './message.ts';
import { nonceOf } from './nonce.ts';
import { type Posted, postedOf } from './posted.ts';
import { edit, post } from './put.ts';
import { ROUTES } from './routes.ts';
import { firstOpen, type Tools } from './spots.ts';

/** Only the person who used the control sees it. */
export const EPHEMERAL = 1 << 6;

/** Where a failure is said. */
export interface FailedAt {
  readonly place: Place | undefined;
  /** An answer stands in the place's message already, and stays. */
  readonly isAnswered: boolean;
}

/** Ends a turn with words: in its message where it has one, to the person alone where a control was used. */
export async function sayFailure(
  event: ChatEvent,
  { place, isAnswered }: FailedAt,
  said: DiscordMessage,
  tools: Tools,
): Promise<Posted> {
  const what = { draft: fixedDraft(said), nonce: nonceOf(event, 'fail'), threadName: '' };
  const further = () => post(event, { ...what, thread: isAnswered ? place?.thread : undefined }, tools);
  if (isAnswered) return further();
  if (place?.message === undefined && !repliesByToken(event)) {
    return (await whisper(event, said, tools)) ?? further();
  }
  try {
    return await edit(event, place?.message, what.draft, tools);
  } catch (error) {
    if (!isUndeliverable(error)) throw error;
    return further();
  }
}

/** undefined where there is no interaction to say it through. */
async function whisper(
  event: ChatEvent,
  said: DiscordMessage,
  { rest, now }: Tools,
): Promise<Posted | undefined> {
  const { hook, channel } = addressOf(event);
  if (hook === undefined || !tokenLives(event, now())) return undefined;
  const spot = { path: ROUTES.followUp(hook), byPath: true, channel };
  const body = { ...said.body, flags: EPHEMERAL };
  return firstOpen([spot], async ({ path }) =>
    postedOf(await rest({ method: 'POST', path, byPath: true, body })),
  );
}

/** Whoever asked where the bot may not write is told so directly. Never rejects. */
export async function tellDirectly({ person }: ChatEvent, { rest }: Tools): Promise<void> {
  const { body } = messageOf(SILENT);
  try {
    const direct = postedOf(
      await rest({ method: 'POST', path: ROUTES.direct, body: { recipient_id: person.id } }),
    );
    await rest({ method: 'POST', path: ROUTES.messages(direct.id), body });
  } catch {
    // Nothing is left to say it with; the turn's end is in the log.
  }
}

const SILENT =
  'I may not write in the channel where you asked: my role lacks the permission “Send Messages” there, or “Send Messages in Threads”. Whoever manages the channel can grant it under Edit Channel, Permissions. Here you can ask me too.';

export const isUndeliverable = (error: unknown): boolean =>
  error instanceof DiscordError && error.code === 'undeliverable';
