import { setTimeout as delay } from 'node:timers/promises';
import { SlackError, slackAway, slackRefused } from './errors.ts';
import type { Me } from './find.ts';

const FIRST_MS = 500;
const LONGEST_MS = 30_000;

/** Asks who the bot is until it is known; once for all who ask at the same time. */
export function remembering(ask: () => Promise<Me>): () => Promise<Me> {
  let known: Promise<Me> | undefined;
  return () => {
    known ??= ask().catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    return known;
  };
}

/**
 * Waits for Slack to say who the bot is.
 *
 * @throws {SlackError} `slack-refused` where it does not accept the token; `slack-away` when stopped before
 */
export async function identified(me: () => Promise<Me>, signal: AbortSignal): Promise<void> {
  for (let ms = FIRST_MS; !signal.aborted; ms = Math.min(LONGEST_MS, ms * 2)) {
    try {
      await me();
      return;
    } catch (error) {
      if (error instanceof SlackError && error.code === 'undeliverable')
        throw slackRefused(error.slack ?? '');
      await delay(ms, undefined, { signal }).catch(() => {});
    }
  }
  throw slackAway(undefined);
}
