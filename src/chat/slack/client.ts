/** Bolt's client of the Web API, and what went wrong when it throws. */
import { type Logger, LogLevel, webApi } from '@slack/bolt';
import type { Log } from '../../kernel/log.ts';

export type WebClient = webApi.WebClient;

/** Milliseconds that one request may take. */
const TIMEOUT_MS = 15_000;

export interface ClientOptions {
  readonly api?: string | undefined;
  readonly log: Log;
}

/**
 * Without a queue and without retries of its own: a 429 would stop every channel where one was too
 * fast, and a post that was tried again unseen may stand there twice.
 */
export const slackClient = (botToken: string, options: ClientOptions): WebClient =>
  new webApi.WebClient(botToken, {
    ...clientOptions(options),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    maxRequestConcurrency: 40,
  });

/** What the connection's own client shares with it. */
export const clientOptions = ({ api, log }: ClientOptions) => ({
  ...(api === undefined ? {} : { slackApiUrl: `${api.replace(/\/+$/, '')}/` }),
  timeout: TIMEOUT_MS,
  logger: quietLogger(log),
});

/** Bolt's warnings and errors; what it says below that has typed words in it. */
export function quietLogger(log: Log): Logger {
  const told = (words: unknown[]) => ({
    words: words.map((word) => (word instanceof Error ? word.message : String(word))).join(' '),
  });
  return {
    debug: () => {},
    info: () => {},
    warn: (...words) => log.debug('Slack library warns', told(words)),
    error: (...words) => log.warn('Slack library complains', told(words)),
    setLevel: () => {},
    getLevel: () => LogLevel.WARN,
    setName: () => {},
  };
}

/** What a failed call means for the next one. */
export type Failure =
  /** Nothing was done; the same is welcome after so many milliseconds. */
  | { readonly kind: 'wait'; readonly ms: number }
  /** Slack understood and said no, for good. */
  | { readonly kind: 'no'; readonly slack: string }
  /** `sent`: whether it may have been done all the same. */
  | { readonly kind: 'away'; readonly sent: boolean };

const LATER = new Set(['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout']);
const UNSENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);

export function failureOf(error: unknown): Failure {
  if (error instanceof webApi.WebAPIRateLimitedError) return { kind: 'wait', ms: error.retryAfter * 1000 };
  if (error instanceof webApi.WebAPIPlatformError) {
    const slack = error.data.error;
    if (slack === 'ratelimited' || slack === 'rate_limited') return { kind: 'wait', ms: 1000 };
    return LATER.has(slack) ? { kind: 'away', sent: true } : { kind: 'no', slack: slackCode(slack) };
  }
  if (error instanceof webApi.WebAPIRequestError) return { kind: 'away', sent: !isUnsent(error.original) };
  return { kind: 'away', sent: true };
}

/** A body that is no JSON arrives here as the code of an error. */
const slackCode = (text: unknown): string =>
  typeof text === 'string' && /^[a-z0-9_:-]{1,80}$/.test(text) ? text : 'unreadable_answer';

const isUnsent = ({ cause }: Error): boolean =>
  cause instanceof Error && 'code' in cause && UNSENT.has(String(cause.code));
