import type { ChatEvent } from '../kernel/chat-event.ts';
import type { Meter } from '../kernel/meter.ts';
import { shortId } from '../kernel/short-id.ts';
import { answerName, type Place, type Voice } from '../kernel/voice.ts';
import type { OpenTurn } from '../memory/ledger.ts';
import { admission } from './admission.ts';
import { type Asked, askedBy } from './asked.ts';
import { callsOf, costOf } from './calls.ts';
import { deliver } from './deliver.ts';
import { refused } from './errors.ts';
import type { FairQueue } from './fair-queue.ts';
import type { Message } from './flow.ts';
import { measureTurn } from './measure-turn.ts';
import { waitingWords } from './progress-words.ts';
import type { Rooms } from './rooms.ts';

/** What turns share. */
export interface Workings {
  readonly rooms: Rooms;
  readonly queue: FairQueue;
  readonly meter: Meter;
  /** Ends the turn of that id, where it is `by`'s to end. @throws {DispatchError} `refused` */
  stop(turn: string, by: ChatEvent): void;
}

export interface Turn {
  readonly event: ChatEvent;
  readonly voice: Voice;
  /** How far a process that is gone came with it. */
  readonly before?: OpenTurn;
  readonly signal: AbortSignal;
  /** Told when it is measured: until then it has only waited. */
  started(): void;
  /** Kept here as soon as it is known, for the words of a failure. */
  place?: Place;
}

/** Names a channel with its threads, among those of all workspaces. */
export const channelKey = ({ workspace, channel }: ChatEvent): string => JSON.stringify([workspace, channel]);

/**
 * Reads what an event asks, lets it in and puts it in its place in the queue.
 *
 * @returns when it is in the queue; `over` settles when everything has been said
 * @throws {LangError}; {@link DispatchError} of a message that cannot be answered, `refused`, `queue-full`
 */
export async function takeTurn(turn: Turn, work: Workings): Promise<{ readonly over: Promise<void> }> {
  const { event, before } = turn;
  const { rooms, queue } = work;
  const asked = await askedBy(event, rooms.memory);
  if (asked.kind === 'stop') {
    work.stop(asked.turn, event);
    return { over: Promise.resolve() };
  }
  if (asked.kind === 'json') return { over: sayJson(turn, asked, work) };
  const cost = costOf(callsOf(asked.message.text, { commands: rooms.commands, talks: true }));
  const isIn = before !== undefined && before.state !== 'received';
  const said = isIn ? 'ok' : await admission(event, cost, rooms.memory);
  if (said !== 'ok' && said.words === undefined) return { over: Promise.resolve() };
  if (said !== 'ok') throw refused(said.words ?? '');
  if (!cost.usesModel) return { over: runTurn(turn, asked.message, work, begin(turn, '…', work)) };
  return { over: waitTurn(turn, asked.message, work, queue) };
}

function waitTurn(turn: Turn, message: Message, work: Workings, queue: FairQueue): Promise<void> {
  let place: Promise<Place> | undefined;
  let isWaiting = true;
  const ran = queue.run(
    channelKey(turn.event),
    async () => {
      isWaiting = false;
      turn.signal.throwIfAborted();
      return { said: await measured(turn, message, work, place ?? begin(turn, '…', work)) };
    },
    (standing) => {
      place = begin(turn, waitingWords(standing), work);
      place.catch(() => {}); // the work itself is told, when its time has come
    },
  );
  // Who stops a turn that waits is told at once; its time in the queue then passes without work.
  const stopped = new Promise<never>((_, reject) => {
    const tell = () => reject(turn.signal.reason);
    turn.signal.addEventListener('abort', () => isWaiting && place?.then(tell, tell), { once: true });
  });
  return Promise.race([ran.then(({ said }) => said.said), stopped]);
}

const runTurn = async (turn: Turn, message: Message, work: Workings, place: Promise<Place>): Promise<void> =>
  (await measured(turn, message, work, place)).said;

/** The place where it is answered: the one it has, or a new one, kept before anything else is done. */
async function begin(turn: Turn, words: string, { rooms }: Workings): Promise<Place> {
  const { event, before, voice, signal } = turn;
  if (before?.place !== undefined) {
    turn.place = before.place;
    if (before.state !== 'drawn') voice.progress(event, turn.place, words); // else it may be the answer by now
    return turn.place;
  }
  const again = (error: unknown) =>
    rooms.log.warn('A reply could not be begun and is tried again.', { id: shortId(event), error });
  turn.place = await deliver(() => voice.open(event, words), signal, again);
  await rooms.memory.ledger.placed(event.id, turn.place);
  return turn.place;
}

async function measured(
  turn: Turn,
  message: Message,
  { rooms, meter }: Workings,
  begun: Promise<Place>,
): Promise<{ readonly said: Promise<void> }> {
  const { event, voice, before, signal } = turn;
  const place = await begun;
  signal.throwIfAborted();
  turn.started();
  const queued = Date.now() - event.receivedAt;
  const maybeSent = before?.state === 'drawn';
  if (!maybeSent) await rooms.memory.ledger.advance(event.id, 'running');
  const sent = before?.sent.length ?? 0;
  const at = { event, message, place, voice, queued, sent, maybeSent, signal };
  const { said } = await measureTurn(at, rooms, meter);
  return { said: said.then(() => voice.end(event, place)) };
}

/** The button JSON: a stored answer as a file. */
async function sayJson(
  turn: Turn,
  { reply }: Extract<Asked, { kind: 'json' }>,
  work: Workings,
): Promise<void> {
  const { event, voice } = turn;
  const place = await begin(turn, 'JSON …', work);
  const name = answerName(event, 0);
  const answered = { turn: name, reply, picks: [], files: [], show: 'json' } as const;
  const before = turn.before?.sent[0] ?? (turn.before && (await voice.sent(event, place, answered, 0)));
  const message = before ?? (await voice.answer(event, place, answered, 0));
  await work.rooms.memory.ledger.sent(event.id, 0, message);
  await voice.end(event, place);
}
