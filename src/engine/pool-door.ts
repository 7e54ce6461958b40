import { cancelled } from './errors.ts';

/** Where callers wait until something has changed. */
export interface Door {
  /** Wakes everyone who waits. */
  knock(): void;
  /**
   * Resolves at the next knock, or after so many milliseconds.
   *
   * @throws {EngineError} `cancelled` when the signal comes first
   */
  opens(signal: AbortSignal | undefined, milliseconds: number | undefined): Promise<void>;
  /** The work's own end, unless the signal comes first: then the caller no longer waits, and the work goes on. */
  unless<T>(signal: AbortSignal | undefined, work: Promise<T>): Promise<T>;
}

export function createDoor(): Door {
  const waiting = new Set<() => void>();
  async function unless<T>(signal: AbortSignal | undefined, work: Promise<T>): Promise<T> {
    if (signal === undefined) return work;
    let stopped = () => {};
    const stop = new Promise<never>((_, reject) => {
      stopped = () => reject(cancelled());
      if (signal.aborted) stopped();
      else signal.addEventListener('abort', stopped, { once: true });
    });
    try {
      return await Promise.race([stop, work]);
    } finally {
      signal.removeEventListener('abort', stopped);
    }
  }
  return {
    unless,
    knock() {
      for (const wake of [...waiting]) wake();
    },
    async opens(signal, milliseconds) {
      let wake = () => {};
      const knocked = new Promise<void>((resolve) => {
        wake = resolve;
        waiting.add(wake);
      });
      const timer = milliseconds === undefined ? undefined : setTimeout(wake, milliseconds);
      try {
        await unless(signal, knocked);
      } finally {
        clearTimeout(timer);
        waiting.delete(wake);
      }
    },
  };
}
