import { createHmac } from 'node:crypto';
import type { Kind, Retry, Sent, Transport } from './deliver.ts';
import { type Json, parsed } from './json.ts';
import { TOKENS } from './workspace.ts';

/** How a request is made that should not be believed. */
export interface Forgery {
  /** Seconds that its timestamp lies in the past; negative: in the future. */
  readonly age?: number;
  /** Signed with this instead of the app's secret. */
  readonly secret?: string;
  /** Headers of an earlier request, sent again with the body. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Goes unsigned. */
  readonly unsigned?: boolean;
  /** Added to the body after it was signed. */
  readonly tampered?: string;
}

export interface Posted {
  readonly status: number;
  readonly body: string;
  readonly ms: number;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Signed extends Transport {
  /** Where the bot listens: changes when it is started again. */
  listensAt(url: string | undefined): void;
  /** One request, answered or not within ten seconds. */
  post(kind: Kind, payload: Json, forgery?: Forgery): Promise<Posted>;
}

const PATIENCE_MS = 10_000;

/** Events, commands and interactions over HTTP, signed `v0`. @param ackMs  how long an answer may take */
export function signedRequests(ackMs: number): Signed {
  let url: string | undefined;
  const request = async (
    kind: Kind,
    payload: Json,
    { forgery = {}, retry, ms: patience }: { forgery?: Forgery; retry?: Retry | undefined; ms: number },
  ): Promise<Posted> => {
    const [type, body] = written(kind, payload);
    const headers = {
      'content-type': type,
      ...signature(body, forgery),
      ...again(retry),
      ...forgery.headers,
    };
    const started = performance.now();
    const response = await fetch(url ?? 'http://127.0.0.1:1', {
      method: 'POST',
      headers,
      body: body + (forgery.tampered ?? ''),
      signal: AbortSignal.timeout(patience),
    });
    const text = await response.text();
    return { status: response.status, body: text, ms: performance.now() - started, headers };
  };
  return {
    post: (kind, payload, forgery = {}) => request(kind, payload, { forgery, ms: PATIENCE_MS }),
    listensAt: (address) => {
      url = address;
    },
    async somebody(signal) {
      while (url === undefined && !signal.aborted) await new Promise((resolve) => setTimeout(resolve, 10));
    },
    async send(kind, payload, retry): Promise<Sent> {
      try {
        const { status, body, ms } = await request(kind, payload, { retry, ms: ackMs });
        if (status === 200) return { ok: true, ms, response: body === '' ? undefined : parsed(body) };
        return { ok: false, why: 'http_error', status };
      } catch (error) {
        return { ok: false, why: isLate(error) ? 'timeout' : isRefused(error) ? 'nobody' : 'closed' };
      }
    },
  };
}

function written(kind: Kind, payload: Json): [string, string] {
  if (kind === 'events_api') return ['application/json', JSON.stringify(payload)];
  const fields = kind === 'interactive' ? { payload: JSON.stringify(payload) } : textFields(payload);
  return ['application/x-www-form-urlencoded', new URLSearchParams(fields).toString()];
}

const textFields = (payload: Json): Record<string, string> =>
  Object.fromEntries(Object.entries(payload).map(([key, value]) => [key, String(value)]));

/** @see https://docs.slack.dev/authentication/verifying-requests-from-slack */
function signature(body: string, { age = 0, secret = TOKENS.signingSecret, unsigned = false }: Forgery) {
  if (unsigned) return {};
  const timestamp = String(Math.floor(Date.now() / 1000) - age);
  const digest = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  return { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${digest}` };
}

const again = (retry: Retry | undefined) =>
  retry === undefined
    ? {}
    : {
        'x-slack-retry-num': String(retry.num),
        'x-slack-retry-reason': `http_${retry.reason.replace('http_', '')}`,
      };

const isLate = (error: unknown): boolean => error instanceof Error && error.name === 'TimeoutError';

const isRefused = (error: unknown): boolean =>
  error instanceof Error && Reflect.get(Object(error.cause), 'code') === 'ECONNREFUSED';
