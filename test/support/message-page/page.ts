import { setTimeout as pause } from 'node:timers/promises';

/** What is said. */
export interface Script {
  readonly prompt: string;
  /** Plain words in the thread. */
  readonly talk: string;
}

export interface Page {
  readonly name: string;
  /** HTML. */
  readonly page: string;
}

/** Waits as long as a model on a busy machine may need. */
export async function settled<T>(what: string, look: () => T | undefined): Promise<T> {
  for (let left = 6_000; left > 0; left -= 1) {
    const found = look();
    if (found !== undefined) return found;
    await pause(100);
  }
  throw new Error(`${what} did not come within ten minutes.`);
}
