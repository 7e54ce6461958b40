/** The house as it runs, with everything written down that must be held against it at the end. */

import type { OpenDesk } from '../../../src/dispatch/desk.ts';
import { openDesk } from '../../../src/dispatch/desk.ts';
import type { Rooms } from '../../../src/dispatch/rooms.ts';
import type { Runner } from '../../../src/engine/runner.ts';
import type { ChatEvent } from '../../../src/kernel/chat-event.ts';
import type { Desk } from '../../../src/kernel/desk.ts';
import { DotpError } from '../../../src/kernel/errors.ts';
import { type LogFacts, silentLog } from '../../../src/kernel/log.ts';
import { silentMeter } from '../../../src/kernel/meter.ts';
import { shortId } from '../../../src/kernel/short-id.ts';
import { roomsAround } from '../house.ts';
import { secretsIn } from './secrets.ts';
import { TROUBLE } from './troubled-model.ts';

export interface Watched {
  readonly rooms: Rooms;
  readonly desk: OpenDesk;
  /** The desk as the adapter gets it: what it takes in is written down. */
  readonly front: Desk;
  readonly outcomes: ReadonlyMap<string, readonly string[]>;
  /** Whether the event of that id became a turn. */
  tookIn(id: string): boolean;
  /** Waits until nothing runs any more. */
  idle(): Promise<void>;
  /** What went wrong inside, in words; to be asked when it is idle. */
  wrong(): string[];
  close(): Promise<void>;
}

export interface WatchOptions {
  readonly runner: Runner;
  /** Of so many pictures one is really drawn. */
  readonly drawEvery: number;
  /** A folder for the embedded store; in memory without it. */
  readonly home?: string | undefined;
}

/** So that some are told that the queue is full. */
const QUEUE = { atOnce: 1, waiting: 12, waitingPerChannel: 6 };

export async function openWatched({ runner, drawEvery, home }: WatchOptions): Promise<Watched> {
  const around = await roomsAround(async () => runner, {
    home: home ?? '',
    ...(home === undefined ? { store: 'memory:' } : {}),
  });
  const taken: ChatEvent[] = [];
  const outcomes = new Map<string, string[]>();
  const wrong: string[] = [];
  let drawn = 0;
  const rooms: Rooms = {
    ...around,
    log: {
      ...silentLog,
      info: (words, facts) => words === 'turn' && outcomeOf(facts, outcomes),
      error: (words, facts) => void wrong.push(...unforeseen(words, facts, taken)),
    },
    draw: (figure) => (++drawn % drawEvery === 0 ? around.draw(figure) : Promise.resolve(BLANK)),
  };
  const desk = openDesk(rooms, { queue: QUEUE, turnLimit: 60_000, meter: silentMeter });
  const unended = () =>
    taken
      .filter((event) => !outcomes.has(shortId(event)))
      .map(({ way, text }) => `${way} ${quoted(text)}`)
      .join('\n') + wrong.join('\n');
  const crashed = (error: unknown) => void wrong.push(`nobody caught: ${inWords(error)}`);
  process.on('unhandledRejection', crashed).on('uncaughtException', crashed);
  const front: Desk = {
    ...desk,
    async receive(event) {
      const isNew = await desk.receive(event);
      if (isNew) taken.push(event);
      return isNew;
    },
  };
  return {
    rooms,
    desk,
    front,
    outcomes,
    tookIn: (id) => taken.some((event) => event.id === id),
    idle: () => quiet(() => desk.busy > 0 || outcomes.size < taken.length, unended),
    wrong: () => [...wrong, ...taken.flatMap((event) => notOnce(event, outcomes))],
    async close() {
      await desk.drain(5_000);
      await rooms.memory.close();
      process.off('unhandledRejection', crashed).off('uncaughtException', crashed);
    },
  };
}

/** A picture of one pixel, as large as all are said to be. */
const BLANK = {
  png: new Uint8Array(
    Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=',
      'base64',
    ),
  ),
  width: 1520,
  height: 968,
};

function outcomeOf(facts: LogFacts | undefined, outcomes: Map<string, string[]>): void {
  const id = String(facts?.id);
  outcomes.set(id, [...(outcomes.get(id) ?? []), String(facts?.outcome)]);
}

/** What is taken in is over once, neither left nor answered twice. */
function notOnce(event: ChatEvent, outcomes: ReadonlyMap<string, readonly string[]>): string[] {
  const found = outcomes.get(shortId(event)) ?? [];
  const isOnce = found.length === 1 && found[0] !== 'undeliverable';
  return isOnce
    ? []
    : [`${event.way} ${event.id} ended ${found.length} times (${found}): ${quoted(event.text)}`];
}

/** Only what the model was made to fail with may fail. */
function unforeseen(words: string, facts: LogFacts | undefined, taken: readonly ChatEvent[]): string[] {
  const leaked = secretsIn(words).map((secret) => `the log says ${secret}`);
  const event = taken.find((one) => shortId(one) === facts?.id);
  if (event !== undefined && TROUBLE.some((word) => `${event.text}${event.repliedTo}`.includes(word)))
    return leaked;
  return [...leaked, `${words} ${inWords(facts?.error)} on ${quoted(event?.text ?? '')}`];
}

const inWords = (error: unknown): string =>
  error instanceof DotpError
    ? `${error.code}: ${error.message} ${inWords(error.cause)}`
    : error instanceof Error
      ? (error.stack ?? error.message).slice(0, 600)
      : String(error);

const quoted = (text: string): string => JSON.stringify(text.slice(0, 200));

/** Looks in a row at which nothing was under way: what is on the wire is taken in between them. */
const QUIET = 4;
const LOOK_MS = 2;
const MOST_LOOKS = 10_000;

async function quiet(isBusy: () => boolean, told: () => string): Promise<void> {
  for (let [looks, calm] = [0, 0]; calm < QUIET; looks++) {
    calm = isBusy() ? 0 : calm + 1;
    if (looks > MOST_LOOKS) throw new Error(`a turn does not end: ${told()}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}
