/**
 * One GET that cannot hang and gives nothing away: redirects are followed here, so that the token
 * goes to the Hub's own origin only, every hop has a deadline, and a silent body is cut.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { type Asked, busy, refused, tooManyRedirects, unreachable } from './http-errors.ts';
import type { Pace } from './pace.ts';

export interface Visit {
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as a bearer token to `origin` and to nobody else. */
  readonly token?: { readonly value: string; readonly origin: string } | undefined;
  /** For the words of a refusal. */
  readonly asked: Asked;
  readonly pace: Pace;
  readonly signal?: AbortSignal | undefined;
}

/** An answer whose body is still to come; `abort` gives it up. */
export interface Answer {
  readonly response: Response;
  readonly abort: (reason: unknown) => void;
}

const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const BUSY = new Set([429, 500, 502, 503, 504]);
const MOST_HOPS = 8;

/**
 * @returns an answer with status 2xx, or 416 (the range asked for is past the end)
 * @throws {ModelError} `hub-unreachable` no answer in time; `hub-busy` 429 or 5xx for too long; `model-gated`,
 *         `model-missing`, `hub-refused` other refusals; `hub-answer` redirects without end
 */
export async function visit(url: URL, how: Visit): Promise<Answer> {
  for (let attempt = 1; ; attempt++) {
    const answer = await follow(url, how);
    const { response } = answer;
    if (response.ok || response.status === 416) return answer;
    if (!BUSY.has(response.status)) throw await refused(response, url, how.asked);
    await response.body?.cancel();
    await waitFor(response, url, attempt, how);
  }
}

async function follow(start: URL, how: Visit): Promise<Answer> {
  let url = start;
  for (let hop = 0; hop < MOST_HOPS; hop++) {
    const answer = await ask(url, how);
    const next = answer.response.headers.get('location');
    if (!REDIRECTS.has(answer.response.status) || next === null) return answer;
    await answer.response.body?.cancel();
    url = new URL(next, url);
  }
  throw tooManyRedirects(start, MOST_HOPS);
}

async function ask(url: URL, { headers, token, pace, signal }: Visit): Promise<Answer> {
  signal?.throwIfAborted();
  const stop = new AbortController();
  const late = setTimeout(() => stop.abort(new DOMException('no answer', 'TimeoutError')), pace.answerMs);
  const bearer = token?.origin === url.origin ? { authorization: `Bearer ${token.value}` } : {};
  try {
    const response = await fetch(url, {
      headers: { ...headers, ...bearer },
      redirect: 'manual',
      signal: signal ? AbortSignal.any([signal, stop.signal]) : stop.signal,
    });
    return { response, abort: (reason) => stop.abort(reason) };
  } catch (cause) {
    signal?.throwIfAborted();
    throw unreachable(url, pace.answerMs, cause);
  } finally {
    clearTimeout(late);
  }
}

/** Waits as long as the server asks, or with doubling pauses; gives up when that is too long or too often. */
async function waitFor(
  response: Response,
  url: URL,
  attempt: number,
  { pace, signal }: Visit,
): Promise<void> {
  const asked = retryAfter(response.headers.get('retry-after'));
  const wait = asked ?? pace.backoffMs * 2 ** (attempt - 1);
  if (wait > pace.longestWaitMs || attempt >= pace.tries) throw busy(response.status, url, asked);
  await pause(wait, undefined, { ...(signal && { signal }) });
}

/** Milliseconds of a `Retry-After`, which is a number of seconds or a date. */
function retryAfter(header: string | null): number | undefined {
  if (header === null) return undefined;
  const wait = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(wait) ? Math.max(0, wait) : undefined;
}

/** The body, piece by piece. @throws the `TimeoutError` of a silence longer than `stallMs`, or the cut connection */
export async function* pieces({ response, abort }: Answer, stallMs: number): AsyncGenerator<Uint8Array> {
  const giveUp = () => abort(new DOMException(`silent for ${stallMs / 1000} s`, 'TimeoutError'));
  let silence = setTimeout(giveUp, stallMs);
  try {
    for await (const piece of response.body ?? []) {
      clearTimeout(silence);
      yield piece;
      silence = setTimeout(giveUp, stallMs);
    }
  } finally {
    clearTimeout(silence);
  }
}
