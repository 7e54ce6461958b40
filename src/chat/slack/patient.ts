import { setTimeout as delay } from 'node:timers/promises';
import { failureOf } from './client.ts';
import { slackAway, undeliverable } from './errors.ts';

/** Most that is waited for one call where Slack says "later". */
const WAITS = 8;
const LONGEST_MS = 60_000;
/** Tries of what may be done twice without harm, or was not done at all. */
const TRIES = 3;
const FIRST_MS = 200;

/**
 * A call to Slack, tried again where that cannot do it twice.
 *
 * @param repeatable  doing it twice is the same as once: reading, editing, deleting
 * @throws {SlackError} `undeliverable` where Slack says no; `slack-away` where nothing is known
 */
export async function patient<T>(repeatable: boolean, call: () => Promise<T>): Promise<T> {
  for (let [waits, tries] = [0, 0]; ; ) {
    try {
      return await call();
    } catch (error) {
      const failure = failureOf(error);
      if (failure.kind === 'no') throw undeliverable(failure.slack);
      if (failure.kind === 'wait' && ++waits <= WAITS) await delay(Math.min(LONGEST_MS, failure.ms));
      else if (failure.kind === 'away' && (repeatable || !failure.sent) && ++tries < TRIES)
        await delay(FIRST_MS * 3 ** (tries - 1));
      else throw slackAway(error);
    }
  }
}
