import type { CallOptions } from '../kernel/progress.ts';
import { cancelled, closed, pastDeadline, queueFull } from './errors.ts';

/** A line in front of one model: one job at a time, first come first served, so many may wait. */
export interface Turns {
  /**
   * Waits for a turn, then runs the job. The caller is answered as soon as its signal or deadline
   * says so; a job already running keeps the turn until it has really ended (its signal tells it to),
   * and what it gives after that is dropped.
   *
   * @throws {EngineError} `queue-full`, `cancelled`, `deadline`, `closed`
   */
  take<Answer>(job: (signal: AbortSignal) => Promise<Answer>, options?: CallOptions): Promise<Answer>;
  /** Everyone in the line and the running job's caller get `closed`; resolves when that job has ended. */
  close(): Promise<void>;
}

export interface TurnLimits {
  /** Calls that may wait behind the running one. */
  readonly maxQueue: number;
  /** Waiting and running together, for calls that name no deadline of their own. */
  readonly deadlineMs: number;
}

/** Timers past 2³¹ − 1 ms would fire at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

interface Turn {
  /** Resolves, never rejects, when the job has ended. */
  readonly start: () => Promise<void>;
  readonly giveUp: (reason: Error) => void;
}

export function createTurns({ maxQueue, deadlineMs }: TurnLimits): Turns {
  const waiting: Turn[] = [];
  let running: { readonly turn: Turn; readonly ended: Promise<void> } | undefined;
  let isClosed = false;

  const next = () => {
    const turn = running === undefined ? waiting.shift() : undefined;
    if (turn === undefined) return;
    const ended = turn.start().then(() => {
      running = undefined;
      next();
    });
    running = { turn, ended };
  };

  const leave = (turn: Turn) => {
    const place = waiting.indexOf(turn);
    if (place >= 0) waiting.splice(place, 1);
  };

  return {
    take(job, options = {}) {
      if (isClosed) return Promise.reject(closed());
      if (options.signal?.aborted) return Promise.reject(cancelled());
      if (running !== undefined && waiting.length >= maxQueue)
        return Promise.reject(queueFull(waiting.length));
      return new Promise((resolve, reject) => {
        const turn = createTurn(job, resolve, reject, options, options.deadlineMs ?? deadlineMs, leave);
        waiting.push(turn);
        next();
      });
    },
    async close() {
      isClosed = true;
      for (const turn of [...waiting]) turn.giveUp(closed());
      running?.turn.giveUp(closed());
      await running?.ended;
    },
  };
}

function createTurn<Answer>(
  job: (signal: AbortSignal) => Promise<Answer>,
  resolve: (answer: Answer) => void,
  reject: (reason: unknown) => void,
  { signal }: CallOptions,
  deadlineMs: number,
  leave: (turn: Turn) => void,
): Turn {
  const stop = new AbortController();
  const giveUp = (reason: Error) => {
    release();
    leave(turn);
    reject(reason); // first, so that this and not the job's own words reach the caller
    stop.abort(reason);
  };
  const onAbort = () => giveUp(cancelled());
  const timer = setTimeout(() => giveUp(pastDeadline(deadlineMs)), Math.min(deadlineMs, LONGEST_TIMER));
  const release = () => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
  };
  signal?.addEventListener('abort', onAbort);
  const turn: Turn = {
    giveUp,
    start: async () => {
      try {
        resolve(await job(stop.signal));
      } catch (error) {
        reject(error);
      } finally {
        release();
      }
    },
  };
  return turn;
}
