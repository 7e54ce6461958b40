import { setTimeout as sleep } from 'node:timers/promises';

export const LATE: unique symbol = Symbol('late');

/** The promise's value, or {@link LATE}; it goes on then, and its failure is the caller's to hear of. */
export async function within<T>(milliseconds: number, promise: Promise<T>): Promise<T | typeof LATE> {
  const control = new AbortController();
  const clock = sleep(milliseconds, undefined, { signal: control.signal, ref: false }).then(
    (): typeof LATE => LATE,
    (): typeof LATE => LATE,
  );
  try {
    return await Promise.race([promise, clock]);
  } finally {
    control.abort();
  }
}
