import type { Json } from './json.ts';
import type { Log } from './log.ts';

export type Kind = 'events_api' | 'slash_commands' | 'interactive';

/** Which time it is that an event is delivered again, and why. */
export interface Retry {
  readonly num: number;
  readonly reason: string;
}

export type Sent =
  | { readonly ok: true; readonly ms: number; readonly response: unknown }
  /** `nobody`: nothing was sent, for there is no connection. */
  | {
      readonly ok: false;
      readonly why: 'timeout' | 'http_error' | 'closed' | 'nobody';
      readonly status?: number;
    };

/** Socket Mode or HTTP: one attempt, acknowledged within the time or not. */
export interface Transport {
  send(kind: Kind, payload: Json, retry: Retry | undefined): Promise<Sent>;
  /** Resolves when there is somebody to send to. @param signal  the fake is closing */
  somebody(signal: AbortSignal): Promise<void>;
}

/** What became of a delivery. */
export interface Delivered {
  readonly acked: boolean;
  /** Milliseconds from the last attempt to its acknowledgement. */
  readonly ackMs: number;
  /** What came with the acknowledgement: `response_action`, text. */
  readonly response: unknown;
  readonly attempts: number;
  /** Why it was given up; for commands and buttons the person is told so. */
  readonly why?: string;
  readonly payload: Json;
}

export interface DeliverOptions {
  /** Slack waits 0, 60 and 300 s; tests are shorter. */
  readonly retryAfterMs: readonly number[];
  readonly signal: AbortSignal;
  attempted(attempt: Attempt): void;
  /** Whether the acknowledgement that has just come was lost on its way: Slack then waits in vain. */
  lostAck(): boolean;
}

/** One attempt, as it is made. */
export interface Attempt {
  readonly kind: Kind;
  /** 0 for the first. */
  readonly retry: number;
}

export type Deliver = (kind: Kind, payload: Json) => Promise<Delivered>;

/**
 * Events come again when they are not acknowledged, up to three times. Commands, buttons and forms come
 * once: Slack tells the person that the app did not answer, and the person decides.
 *
 * One thing differs from Slack: while nobody listens no attempt is spent, as Slack's attempts reach over
 * minutes and a test's over milliseconds.
 */
export function deliverer(
  transport: () => Transport,
  log: Log,
  { retryAfterMs, signal, attempted, lostAck }: DeliverOptions,
): Deliver {
  const tried = async (kind: Kind, payload: Json): Promise<Delivered> => {
    let retry: Retry | undefined;
    for (;;) {
      if (kind === 'events_api') await transport().somebody(signal);
      attempted({ kind, retry: retry?.num ?? 0 });
      const arrived = await transport().send(kind, payload, retry);
      const sent: Sent = arrived.ok && lostAck() ? { ok: false, why: 'timeout' } : arrived;
      const count = (retry?.num ?? 0) + 1;
      if (sent.ok) return { acked: true, ackMs: sent.ms, response: sent.response, attempts: count, payload };
      const pause = sent.why === 'nobody' ? 20 : retryAfterMs[count - 1];
      if (kind !== 'events_api' || signal.aborted || pause === undefined)
        return {
          acked: false,
          ackMs: Number.NaN,
          response: undefined,
          attempts: count,
          why: sent.why,
          payload,
        };
      await pauseOf(pause, signal);
      if (sent.why !== 'nobody') retry = { num: count, reason: reasonOf(sent.why) };
    }
  };
  return async (kind, payload) => {
    const delivered = await tried(kind, payload);
    log.changed();
    return delivered;
  };
}

const reasonOf = (why: string): string => (why === 'http_error' ? 'http_error' : 'timeout');

const pauseOf = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
  });
