import { createHash } from 'node:crypto';

/** Longer parts become a hash: LMDB's keys hold at most 1,978 bytes. */
const MAX_PART = 200;

/**
 * A key made of parts that people and platforms name freely (channels, turns). Different parts give
 * different keys: whatever is not a plain letter, digit, dot, dash or underscore is written as `%`
 * and its UTF-16 unit in four hex digits, so that neither `/` between parts nor `:` and `~`, which
 * the stores use, can come out of a part. A part that gets too long is `~` and its SHA-256.
 */
export const keyOf = (...parts: readonly string[]): string => parts.map(encodePart).join('/');

function encodePart(part: string): string {
  const plain = part.replace(
    /[^A-Za-z0-9._-]/g,
    (unit) => `%${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return plain.length <= MAX_PART ? plain : `~${createHash('sha256').update(plain).digest('hex')}`;
}

/** A part of a key as it was before {@link keyOf}; of a very long one its hash. */
export const partRead = (part: string): string =>
  part.replace(/%(.{4})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
