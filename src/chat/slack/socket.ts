/** A connection to Slack that is opened again whenever it is gone. */
import { setTimeout as delay } from 'node:timers/promises';
import type { SocketModeReceiver } from '@slack/bolt';
import type { Log } from '../../kernel/log.ts';
import { failureOf } from './client.ts';
import { slackAway, slackRefused } from './errors.ts';

export interface Connection {
  /** Resolves with the first connection. @throws {SlackError} `slack-refused` */
  open(): Promise<void>;
  close(): Promise<void>;
  readonly isOpen: boolean;
}

const FIRST_MS = 250;
const LONGEST_MS = 30_000;
/** A connection that lived less is not opened again at once. */
const SHORT_MS = 5_000;
/** Milliseconds for the last words of the two ends. */
const CLOSE_MS = 2_000;

/**
 * Bolt's own way of connecting again waits five seconds though Slack asks for it many times a day, and
 * ends the process when Slack cannot be reached or takes the token back. So its receiver is made
 * with `autoReconnectEnabled: false`, and this does it.
 */
export function connection({ client }: SocketModeReceiver, log: Log): Connection {
  const over = new AbortController();
  let isOpen = false;
  let gone: () => void = () => {};
  client.on('disconnected', () => gone());

  /** One connection, until it is gone. @throws where it could not be made */
  async function live(onOpen: () => void): Promise<void> {
    const end = new Promise<void>((resolve) => {
      gone = resolve;
    });
    await client.start();
    isOpen = !over.signal.aborted;
    onOpen();
    await end.finally(() => {
      isOpen = false;
    });
  }

  async function stay(first: { resolve(): void; reject(error: unknown): void }): Promise<void> {
    let wasOpen = false;
    for (let failures = 0; !over.signal.aborted; ) {
      let [ms, since] = [0, Date.now()];
      try {
        await live(() => {
          since = Date.now();
          wasOpen = true;
          first.resolve();
        });
        failures = Date.now() - since < SHORT_MS ? failures + 1 : 0;
        if (!over.signal.aborted) log.info('Slack closed the connection; it is opened again.');
      } catch (error) {
        failures++;
        const failure = failureOf(error);
        if (failure.kind === 'wait') ms = failure.ms;
        if (failure.kind === 'no' && !wasOpen) return first.reject(slackRefused(failure.slack));
        log.warn('Slack cannot be reached.', { failures, error: saying(failure) });
      }
      if (failures > 0) ms = Math.max(ms, Math.min(LONGEST_MS, FIRST_MS * 2 ** (failures - 1)));
      await delay(ms, undefined, { signal: over.signal }).catch(() => {});
    }
    first.reject(slackAway(undefined)); // stopped before it was ever open; else of no effect
  }

  return {
    open: () =>
      new Promise((resolve, reject) => {
        void stay({ resolve, reject });
      }),
    async close() {
      over.abort();
      isOpen = false;
      await Promise.race([client.disconnect(), delay(CLOSE_MS, undefined, { ref: false })]);
    },
    get isOpen() {
      return isOpen;
    },
  };
}

const saying = (failure: ReturnType<typeof failureOf>): string =>
  failure.kind === 'no' ? failure.slack : failure.kind;
