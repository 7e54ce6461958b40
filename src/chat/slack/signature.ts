import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Deliveries } from './deliveries.ts';

/** Seconds that a request may be old, or early. */
const WINDOW_S = 5 * 60;

export interface SignedRequest {
  /** The raw body, as it came over the wire. */
  readonly body: string;
  /** Header `x-slack-request-timestamp`: seconds since 1970. */
  readonly timestamp: string | undefined;
  /** Header `x-slack-signature`: `v0=` and 64 hex digits. */
  readonly signature: string | undefined;
}

export type Signature = 'good' | 'missing' | 'old' | 'wrong' | 'replayed';

/**
 * Whether a request over HTTP comes from Slack: HMAC-SHA256 of `v0:<timestamp>:<body>`, within five
 * minutes, once.
 *
 * A retry of Slack's is signed afresh, so that the same signature twice is somebody who listened.
 *
 * @param now   milliseconds since 1970
 * @param seen  signatures that passed within the window
 * @see https://docs.slack.dev/authentication/verifying-requests-from-slack
 */
export function checkSignature(
  { body, timestamp, signature }: SignedRequest,
  secret: string,
  now: number,
  seen: Deliveries,
): Signature {
  if (timestamp === undefined || signature === undefined || secret === '') return 'missing';
  if (!/^\d{1,12}$/.test(timestamp)) return 'wrong';
  if (Math.abs(now / 1000 - Number(timestamp)) > WINDOW_S) return 'old';
  const digest = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest();
  const given = /^v0=([0-9a-f]{64})$/.exec(signature)?.[1] ?? '';
  const bytes = Buffer.from(given, 'hex');
  if (bytes.length !== digest.length || !timingSafeEqual(bytes, digest)) return 'wrong';
  return seen.isNew([signature]) ? 'good' : 'replayed';
}
