/** Slack over HTTP, on a server that somebody else opens: one signed request in, one answer out. */
import type { App, Receiver } from '@slack/bolt';
import type { Log } from '../../kernel/log.ts';
import { type Deliveries, deliveries } from './deliveries.ts';
import { pass } from './gate.ts';
import { checkSignature } from './signature.ts';

/** By header name in lower case. */
export type Headers = Readonly<Record<string, string | undefined>>;

export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface HttpReceiver {
  readonly receiver: Receiver;
  /** @param body  as it came over the wire. Never rejects. */
  handle(body: string, headers: Headers): Promise<HttpAnswer>;
}

export function httpReceiver(signingSecret: string, log: Log): HttpReceiver {
  const seen: Deliveries = deliveries();
  let app: App | undefined;
  let isOpen = false;

  async function process(body: Record<string, unknown>, headers: Headers): Promise<HttpAnswer> {
    if (app === undefined || !isOpen) return words(503, 'not ready');
    let answer = words(200, '');
    const ack = async (given?: unknown): Promise<void> => {
      answer = acknowledged(given);
    };
    const retry = Number(headers['x-slack-retry-num']);
    await pass(app, { body, ack, ...(retry > 0 ? { retryNum: retry } : {}) });
    return answer;
  }

  return {
    receiver: {
      init: (whole) => {
        app = whole;
      },
      start: async () => {
        isOpen = true;
      },
      stop: async () => {
        isOpen = false;
      },
    },
    async handle(body, headers) {
      const timestamp = headers['x-slack-request-timestamp'];
      const signature = headers['x-slack-signature'];
      const said = checkSignature({ body, timestamp, signature }, signingSecret, Date.now(), seen);
      if (said !== 'good') {
        log.warn('A request to /slack/events was refused.', { signature: said });
        return words(401, '');
      }
      const read = bodyOf(body, headers['content-type'] ?? '');
      if (read === undefined) return words(400, 'unreadable');
      if (read.type === 'url_verification') return words(200, String(read.challenge));
      if (read.ssl_check !== undefined) return words(200, '');
      const answer = await process(read, headers).catch(() => words(500, ''));
      // A retry within the same second has the same signature.
      if (answer.status >= 500 && signature !== undefined) seen.forget([signature]);
      return answer;
    },
  };
}

const words = (status: number, body: string): HttpAnswer => ({
  status,
  body,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
});

/** What a listener gave to `ack`: nothing, words, or what becomes of a form. */
const acknowledged = (given: unknown): HttpAnswer =>
  typeof given === 'object' && given !== null
    ? { status: 200, body: JSON.stringify(given), headers: { 'content-type': 'application/json' } }
    : words(200, typeof given === 'string' ? given : '');

/** JSON, or a form: a slash command's fields, or `payload` with JSON in it. */
function bodyOf(body: string, type: string): Record<string, unknown> | undefined {
  if (!type.startsWith('application/x-www-form-urlencoded')) return objectOf(body);
  const fields = Object.fromEntries(new URLSearchParams(body));
  return fields.payload === undefined ? fields : objectOf(fields.payload);
}

function objectOf(json: string): Record<string, unknown> | undefined {
  try {
    const read: unknown = JSON.parse(json);
    return typeof read === 'object' && read !== null && !Array.isArray(read) ? { ...read } : undefined;
  } catch {
    return undefined;
  }
}
