import { randomFrom } from '../../../src/kernel/random.ts';

/**
 * A damaged copy of a file: cut, bits flipped, a piece put elsewhere or taken out, or a number
 * overwritten with one that lies. The same seed damages in the same way.
 *
 * @param header  bytes at the start that most of the damage should hit
 */
export function corrupt(file: Uint8Array, header: number, seed: number): Uint8Array {
  const random = randomFrom(seed);
  const below = (n: number) => Math.floor(random() * n);
  const place = (room: number) =>
    below(Math.max(1, (random() < 0.8 ? Math.min(header, file.length) : file.length) - room));
  const copy = Buffer.from(file);
  const damage = [
    () => copy.subarray(0, below(copy.length)),
    () => flip(copy, place(1), 1 << below(8)),
    () => flip(flip(copy, place(1), below(256)), place(1), below(256)),
    () => Buffer.concat([copy.subarray(0, place(0)), copy.subarray(place(0))]),
    () => Buffer.concat([copy, copy.subarray(0, below(64))]),
    () => copy.copyWithin(place(32), place(32), place(0)),
    () => {
      copy.writeBigUInt64LE(LIES[below(LIES.length)] ?? 0n, place(8));
      return copy;
    },
    () => {
      copy.writeUInt32LE([0, 1, 9, 0x7fff_ffff, 0xffff_ffff, below(64)][below(6)] ?? 0, place(4));
      return copy;
    },
    () => {
      copy.write(DIGITS[below(DIGITS.length)] ?? '0', place(20), 'latin1');
      return copy;
    },
  ];
  return damage[below(damage.length)]?.() ?? copy;
}

function flip(bytes: Buffer, at: number, mask: number): Buffer {
  bytes[at] = (bytes[at] ?? 0) ^ mask;
  return bytes;
}

/** Counts and lengths that overflow, or promise more than memory. */
const LIES = [0n, 1n, 255n, 2n ** 16n, 2n ** 31n, 2n ** 32n, 2n ** 40n, 2n ** 53n, 2n ** 63n, 2n ** 64n - 1n];
const DIGITS = [
  '9999999999999999999',
  '-1',
  '1e308',
  '0.5',
  '"',
  '[',
  ']',
  '{',
  '}',
  ',',
  '\\u0000',
  'null',
  'NaN',
];
