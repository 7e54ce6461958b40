import { setTimeout as sleep } from 'node:timers/promises';
import { recent } from './recent.ts';

/** Edits of messages that show how far a turn is: the newest wins, at a rate that Discord allows. */
export interface Pace {
  /** @param send  never rejects */
  edit(message: string, send: () => Promise<void>): void;
  /** Waits for an edit under way; none comes after. */
  close(message: string): Promise<void>;
}

interface Lane {
  next: (() => Promise<void>) | undefined;
  sending: Promise<void>;
}

/**
 * @param between  milliseconds between two edits of one message; Discord lets five through in five seconds for a channel
 * @param first    milliseconds before the first: an answer may be there by then
 */
export function pace({ between = 1500, first = 350 } = {}): Pace {
  const lanes = new Map<string, Lane>();
  const closed = recent<true>(10_000);

  async function run(message: string, lane: Lane): Promise<void> {
    for (let pause = first; ; pause = between) {
      await sleep(pause, undefined, { ref: false });
      if (lane.next === undefined) break;
      lane.sending = lane.next();
      lane.next = undefined;
      await lane.sending;
    }
    if (lanes.get(message) === lane) lanes.delete(message);
  }

  return {
    edit(message, send) {
      if (closed.has(message)) return;
      const lane = lanes.get(message);
      if (lane !== undefined) {
        lane.next = send;
        return;
      }
      const opened: Lane = { next: send, sending: Promise.resolve() };
      lanes.set(message, opened);
      void run(message, opened);
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
