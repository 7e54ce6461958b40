/**
 * Words of ours that a client keeps and hands back, signed for the one they were given to: changed, made up
 * or handed back by somebody else they are worth nothing.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

const MAC_BYTES = 12;
const SHAPE = /^([\s\S]*)~([A-Za-z0-9_-]{16})$/;

/** @param owner  for whom, and what for: `form:U1` @param key  of this installation, 32 random bytes */
export const sealed = (text: string, owner: string, key: Uint8Array): string =>
  `${text}~${macOf(text, owner, key).toString('base64url')}`;

/** @returns undefined for what was not sealed so */
export function unsealed(written: string, owner: string, key: Uint8Array): string | undefined {
  const [, text = '', mac = ''] = SHAPE.exec(written) ?? [];
  const given = Buffer.from(mac, 'base64url');
  const isOurs = given.length === MAC_BYTES && timingSafeEqual(given, macOf(text, owner, key));
  return isOurs ? text : undefined;
}

/** As a list, which begins as no answer's id does when it is signed: neither passes for the other. */
const macOf = (text: string, owner: string, key: Uint8Array): Buffer =>
  createHmac('sha256', key)
    .update(JSON.stringify([owner, text]))
    .digest()
    .subarray(0, MAC_BYTES);
