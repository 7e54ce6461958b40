/** What an earlier process said, as far as Discord lets it be found. */
import type { ChatEvent } from '../../kernel/chat-event.ts';
import type { Answered, Place } from '../../kernel/voice.ts';
import { type AnswerId, readAnswerId } from '../answer-id.ts';
import { offered } from '../offered.ts';
import { homesOf } from './address.ts';
import { fileName } from './files.ts';
import { type Posted, postedList, postedOf } from './posted.ts';
import { isClosed } from './refusal.ts';
import { ROUTES } from './routes.ts';
import { firstOpen, spotsOf, type Tools } from './spots.ts';

const MOST_LISTED = '100';

/** The first message of a turn: the interaction's reply, or one that is its progress or its answer. */
export async function findBegun(event: ChatEvent, tools: Tools): Promise<Posted | undefined> {
  const isIt = (posted: Posted) =>
    posted.interaction === event.id ||
    controlsOn(posted, tools).some(({ turn }) => turn === event.id || turn.startsWith(`${event.id}.`));
  const found = (await look(event, undefined, tools)) ?? (await findAmong(event, event.thread, isIt, tools));
  if (found !== undefined) tools.stands.set(found.id, found.channel);
  return found;
}

/**
 * The message of one answer: it has the answer's controls, or is the file that was asked for, or has no
 * controls to have and took the place of the progress. A later answer without controls is not found: for a
 * few minutes its nonce keeps it from being posted twice.
 */
export async function findAnswer(
  event: ChatEvent,
  place: Place,
  answered: Answered,
  index: number,
  tools: Tools,
): Promise<Posted | undefined> {
  const isFirst = (posted: Posted) => index === 0 && posted.id === place.message;
  const isIt = (posted: Posted) =>
    answered.show === 'json'
      ? isFirst(posted) && posted.files.includes(`${fileName(answered.reply)}.json`)
      : (isFirst(posted) && isBare(answered) && !isProgress(posted, tools)) ||
        controlsOn(posted, tools).some(({ action, turn }) => action !== 'stop' && turn === answered.turn);
  const first =
    index === 0 && place.message !== undefined ? await look(event, place.message, tools) : undefined;
  if (first !== undefined && isIt(first)) return first;
  return findAmong(event, place.thread, isIt, tools);
}

const isBare = ({ reply, picks }: Answered): boolean => picks.length === 0 && offered(reply).length === 0;

/** Whether a message still only shows how far its turn is. */
export const isProgress = (posted: Posted, tools: Tools): boolean =>
  posted.isEmpty || controlsOn(posted, tools).some(({ action }) => action === 'stop');

/** @param message  without it the interaction's own reply */
export const look = (
  event: ChatEvent,
  message: string | undefined,
  tools: Tools,
): Promise<Posted | undefined> =>
  firstOpen(spotsOf(event, message, tools), async ({ path, byPath }) =>
    postedOf(await tools.rest({ method: 'GET', path, ...(byPath === undefined ? {} : { byPath }) })),
  );

/** Among what was said after the event; undefined too where the bot may not read that. */
async function findAmong(
  event: ChatEvent,
  thread: string | undefined,
  isIt: (posted: Posted) => boolean,
  { rest }: Tools,
): Promise<Posted | undefined> {
  for (const { channel } of homesOf(event, thread)) {
    const query = { after: event.id, limit: MOST_LISTED };
    try {
      const found = postedList(await rest({ method: 'GET', path: ROUTES.messages(channel), query })).find(
        isIt,
      );
      if (found !== undefined) return found;
    } catch (error) {
      if (!isClosed(error)) throw error;
    }
  }
  return undefined;
}

/** Ours alone: nobody else can sign them. */
const controlsOn = ({ customIds, channel }: Posted, { key }: Tools): readonly AnswerId[] =>
  customIds.flatMap((id) => {
    try {
      return [readAnswerId(id, channel, key)];
    } catch {
      return [];
    }
  });
