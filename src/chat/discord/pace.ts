import { setTimeout as sleep } from 'node:timers/promises';
import { recent } from './recent.ts';

/** Edits of messages that show how far a turn is: the newest wins, at a rate that Discord allows. */
export interface Pace {
  /**
   * @param bucket  what Discord counts the edit under: the channel, or the interaction alone
   * @param send    never rejects
   */
  edit(message: string, bucket: string, send: () => Promise<void>): void;
  /** Waits for an edit under way; none comes after. */
  close(message: string): Promise<void>;
}

interface Lane {
  next: (() => Promise<void>) | undefined;
  sending: Promise<void>;
}

/** Milliseconds. A test has its own. */
export interface Clock {
  now(): number;
  sleep(milliseconds: number): Promise<unknown>;
}

const REAL: Clock = {
  now: () => performance.now(),
  sleep: (milliseconds) => sleep(milliseconds, undefined, { ref: false }),
};

/** Milliseconds between two edits of one message. */
const BETWEEN = 1500;
/** Before the first: an answer may be there by then. */
const FIRST = 350;
/** Between two edits of one bucket. */
const APART = 1250;

/**
 * Discord lets five edits through in five seconds for one bucket. Progress takes less, so that an answer
 * never waits behind it.
 */
export function pace(clock: Clock = REAL): Pace {
  const lanes = new Map<string, Lane>();
  const closed = recent<true>(10_000);
  const free = recent<number>(10_000);

  /** Milliseconds until the bucket has room, which is then taken. */
  function room(bucket: string): number {
    const now = clock.now();
    const at = Math.max(now, free.get(bucket) ?? 0);
    free.set(bucket, at + APART);
    return at - now;
  }

  async function run(message: string, bucket: string, lane: Lane): Promise<void> {
    for (let pause = FIRST; ; pause = BETWEEN) {
      await clock.sleep(pause);
      if (lane.next !== undefined) await clock.sleep(room(bucket));
      if (lane.next === undefined) break;
      lane.sending = lane.next();
      lane.next = undefined;
      await lane.sending;
    }
    if (lanes.get(message) === lane) lanes.delete(message);
  }

  return {
    edit(message, bucket, send) {
      if (closed.has(message)) return;
      const lane = lanes.get(message);
      if (lane !== undefined) {
        lane.next = send;
        return;
      }
      const opened: Lane = { next: send, sending: Promise.resolve() };
      lanes.set(message, opened);
      void run(message, bucket, opened);
    },
    async close(message) {
      closed.set(message, true);
      const lane = lanes.get(message);
      if (lane === undefined) return;
      lane.next = undefined;
      await lane.sending;
    },
  };
}
