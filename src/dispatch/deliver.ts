import { setTimeout as pause } from 'node:timers/promises';
import { DotpError } from '../kernel/errors.ts';

/** Milliseconds before each further try: a platform that is down for a minute loses nothing. */
const PAUSES: readonly number[] = [500, 2_000, 8_000, 30_000, 60_000];

/** Nothing can be said there any more: see Voice. */
export const isUndeliverable = (error: unknown): boolean =>
  error instanceof DotpError && error.code === 'undeliverable';

const OUTAGES: readonly unknown[] = ['store-failed', 'redis-unreachable', 'redis-timeout', 'closed'];

/** The store does not take or give anything for now: what was being done may be done again when it does. */
export const isOutage = (error: unknown): boolean =>
  error instanceof DotpError && OUTAGES.includes(error.code);

/**
 * Says something, again and again while the platform fails. The libraries below wait out rate limits by
 * themselves; what arrives here is an outage.
 *
 * @param onAgain  told of each failure that is tried again
 * @throws the last error; `undeliverable` at once; the signal's reason
 */
export async function deliver<T>(
  say: () => Promise<T>,
  signal: AbortSignal,
  onAgain: (error: unknown) => void,
): Promise<T> {
  for (const ms of PAUSES) {
    try {
      return await say();
    } catch (error) {
      if (isUndeliverable(error)) throw error;
      onAgain(error);
      await pause(ms, undefined, { signal });
    }
  }
  return say();
}
