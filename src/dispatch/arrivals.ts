import { setImmediate as nextRound, setTimeout as pause } from 'node:timers/promises';

/**
 * Everybody is told that it arrived before anybody is answered: a platform waits three seconds for its
 * first word and minutes for the answer. So when many ask at once, taking in goes before working.
 */
export interface Arrivals {
  /** Somebody is being taken in from now on, until {@link over}; a while at most. */
  begin(id: string): void;
  over(id: string): void;
  /** Resolves when nobody is being taken in, or after a while; one caller in each round of the event loop. */
  calm(): Promise<void>;
}

/** Milliseconds. Neither a platform that takes no acknowledgement nor a stream without end may hold up work. */
const PATIENCE = 1_000;

export function arrivals(patience: number = PATIENCE): Arrivals {
  const coming = new Map<string, NodeJS.Timeout>();
  let free: (() => void) | undefined;
  let last = Promise.resolve();

  function over(id: string): void {
    clearTimeout(coming.get(id));
    coming.delete(id);
    if (coming.size === 0) free?.();
  }

  async function turn(until: number): Promise<void> {
    await nextRound();
    const left = until - performance.now();
    if (coming.size === 0 || left <= 0) return;
    const allIn = new Promise<void>((resolve) => {
      free = resolve;
    });
    await Promise.race([allIn, pause(left, undefined, { ref: false })]);
  }

  return {
    begin: (id) => void coming.set(id, setTimeout(() => over(id), patience).unref()),
    over,
    calm() {
      const until = performance.now() + patience;
      last = last.then(() => turn(until));
      return last;
    },
  };
}
