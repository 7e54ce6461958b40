import type { WeightPlace } from '../weights.ts';

/** All exponent bits set: infinite or not a number. */
const EXPONENT = { F32: 0x7f80_0000, F16: 0x7c00, BF16: 0x7f80 } as const;

/**
 * Index of the first weight that is infinite or NaN; −1 when all are finite.
 *
 * @param bytes  whole little-endian numbers, their first byte aligned to their size
 */
export function firstNotFinite(dtype: WeightPlace['dtype'], bytes: Uint8Array): number {
  const { buffer, byteOffset, byteLength } = bytes;
  const numbers =
    dtype === 'F32'
      ? new Uint32Array(buffer, byteOffset, byteLength / 4)
      : new Uint16Array(buffer, byteOffset, byteLength / 2);
  const exponent = EXPONENT[dtype];
  for (let i = 0; i < numbers.length; i++) if (((numbers[i] ?? 0) & exponent) === exponent) return i;
  return -1;
}
