import type { ChatEvent } from '../../kernel/chat-event.ts';
import type { Desk } from '../../kernel/desk.ts';
import type { Log } from '../../kernel/log.ts';
import { shortId } from '../../kernel/short-id.ts';
import type { Voice } from '../../kernel/voice.ts';
import { acknowledge, offer, sayAtOnce } from './acknowledge.ts';
import type { ApiInteraction } from './api.ts';
import { complete } from './complete.ts';
import { failureMessage } from './failure.ts';
import { hearInteraction } from './hear-interaction.ts';
import { messageOf } from './message.ts';
import type { Recent } from './recent.ts';
import type { Rest } from './rest.ts';
import { LATE, within } from './within.ts';

export interface Listening {
  readonly desk: Desk;
  readonly voice: Voice;
  readonly rest: Rest;
  readonly key: Uint8Array;
  readonly log: Log;
  readonly now: () => number;
  /** Filled with the ids of replies, for the voice. */
  readonly replies: Recent<string>;
}

/** Milliseconds to write an event down; Discord waits three seconds for the first word. */
const TO_WRITE_DOWN = 2_000;

/**
 * Takes an interaction in: written down first, then acknowledged, then answered. Completion is answered
 * at once; what is refused is told to the person alone, and nothing is run.
 */
export async function onInteraction(interaction: ApiInteraction, listening: Listening): Promise<void> {
  const { desk, rest, key, now } = listening;
  const completion = complete(interaction, desk.cards);
  if (completion !== null) return void (await offer(interaction, completion, rest));
  let event: ChatEvent | null;
  try {
    event = hearInteraction(interaction, desk.cards, key, now());
  } catch (error) {
    const id = shortId({ platform: 'discord', id: interaction.id });
    listening.log.info('An interaction was refused.', { id, error });
    return void (await sayAtOnce(interaction, failureMessage(error, id), rest));
  }
  if (event !== null) await takeIn(event, interaction, listening);
}

async function takeIn(event: ChatEvent, interaction: ApiInteraction, listening: Listening): Promise<void> {
  const { desk, rest, log } = listening;
  const taking = desk.receive(event);
  let isNew: boolean | typeof LATE;
  try {
    isNew = await within(TO_WRITE_DOWN, taking);
  } catch (error) {
    log.error('An event could not be written down.', { id: shortId(event), error });
    return void (await sayAtOnce(interaction, failureMessage(error, shortId(event)), rest));
  }
  if (isNew === LATE) {
    await sayAtOnce(interaction, messageOf(SLOW), rest).catch((error: unknown) => missed(event, error, log));
    return answerLate(event, taking, listening);
  }
  await acknowledged(event, listening);
  if (isNew) void desk.answer(event);
}

/** What cannot be acknowledged is written down all the same, and answered by a message of the channel. */
async function acknowledged(event: ChatEvent, { rest, replies, log }: Listening): Promise<void> {
  try {
    const reply = await acknowledge(event, rest);
    if (reply !== undefined) replies.set(event.id, reply);
  } catch (error) {
    missed(event, error, log);
  }
}

/** Written down after all: then it is answered too, as every turn is. */
async function answerLate(
  event: ChatEvent,
  taking: Promise<boolean>,
  { desk, voice, log }: Listening,
): Promise<void> {
  try {
    if (await taking) void desk.answer(event);
  } catch (error) {
    log.error('An event could not be written down.', { id: shortId(event), error });
    await voice.fail(event, undefined, error, shortId(event));
  }
}

const SLOW = 'This takes long to be written down. Once it is, it is answered here; you need not ask again.';

const missed = (event: ChatEvent, error: unknown, log: Log): void =>
  log.warn('Discord did not take the acknowledgement.', { id: shortId(event), error });
