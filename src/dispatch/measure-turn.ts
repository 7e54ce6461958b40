import type { ChatEvent } from '../kernel/chat-event.ts';
import type { Meter } from '../kernel/meter.ts';
import type { Progress } from '../kernel/progress.ts';
import { shortId } from '../kernel/short-id.ts';
import { type Answered, answerName, type Place, type Voice } from '../kernel/voice.ts';
import { deliver } from './deliver.ts';
import { type Message, turn } from './flow.ts';
import type { Here } from './here.ts';
import type { Answer } from './house.ts';
import { picksOf } from './picks.ts';
import { progressWords } from './progress-words.ts';
import { houseFor, type Rooms } from './rooms.ts';

/** A turn that has its place and its time. */
export interface TurnAt {
  readonly event: ChatEvent;
  readonly message: Message;
  readonly place: Place;
  readonly voice: Voice;
  /** Milliseconds that it waited. */
  readonly queued: number;
  /** Answers that reached the platform before a restart. */
  readonly sent: number;
  /** One more may have: its sending was begun. */
  readonly maybeSent: boolean;
  readonly signal: AbortSignal;
}

/**
 * Measures what a message asks, command by command; each answer goes out while the next is measured.
 *
 * @returns when the model is free for another; `said` settles when every answer has arrived, or with the
 *   first error of either
 */
export async function measureTurn(
  at: TurnAt,
  rooms: Rooms,
  meter: Meter,
): Promise<{ readonly said: Promise<void> }> {
  const { event, message, place, voice, queued, signal } = at;
  const house = houseFor(rooms, visitOf(event, place));
  await takePart(house.here);
  // What shows progress may be an answer by now, if one was being sent when the last process died.
  const tell = (words: string): void => {
    if (!at.maybeSent) voice.progress(event, place, words);
  };
  const options = {
    signal,
    queued,
    onProgress: (progress: Progress) => tell(progressWords(progress)),
    onText: tell,
  };
  let said = Promise.resolve();
  let index = 0;
  let since = performance.now();
  try {
    for await (const answer of turn(message, house, options)) {
      const nth = index++;
      meter.command(answer.reply.command.replace(/^\.p\//, ''), (performance.now() - since) / 1000);
      if (nth >= at.sent) said = said.then(() => sayOne(at, answer, nth, rooms, meter));
      said.catch(() => {}); // whoever waits for `said` is told
      since = performance.now();
    }
  } catch (error) {
    said = said.then(() => Promise.reject(error));
  }
  return { said };
}

const visitOf = (event: ChatEvent, { thread }: Place) => ({
  workspace: event.workspace,
  channel: event.channel,
  ...(thread === undefined ? {} : { thread }),
  person: event.person,
  manages: event.address.manages === true,
  turn: event.id,
  talks: true,
  now: event.receivedAt,
});

/** Who asks takes part; the first opens the session, and one that was closed opens again. */
async function takePart({ session: { people }, person, now }: Here): Promise<void> {
  const { opened, closed } = await people.standing();
  if (opened === undefined || closed !== undefined) await people.open(person, now);
  await people.join(person, now);
}

/** Its state is on disk before the platform has it, and its id right after. */
async function sayOne(at: TurnAt, answer: Answer, index: number, rooms: Rooms, meter: Meter): Promise<void> {
  const { event, place, voice, signal } = at;
  const answered = answeredOf(event, answer, index);
  await rooms.memory.ledger.advance(event.id, 'drawn');
  const isDoubtful = at.maybeSent && index === at.sent;
  const before = isDoubtful ? await voice.sent(event, place, answered, index) : undefined;
  if (isDoubtful) meter.resumed(event.platform, before === undefined);
  const again = (error: unknown) =>
    rooms.log.warn('An answer could not be said and is tried again.', { id: shortId(event), error });
  const message = before ?? (await deliver(() => voice.answer(event, place, answered, index), signal, again));
  await rooms.memory.ledger.sent(event.id, index, message);
}

const answeredOf = (event: ChatEvent, { reply, drawn, files = [] }: Answer, index: number): Answered => ({
  turn: answerName(event, index),
  reply,
  ...(drawn === undefined ? {} : { png: drawn.png }),
  picks: picksOf(reply),
  files,
  show: 'answer',
});
