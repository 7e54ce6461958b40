/** IEEE half precision to float32, exactly: 1 sign bit, 5 exponent bits (bias 15), 10 fraction bits. */
function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** All 65,536 halves (256 KiB): a look-up per weight is several times faster than the arithmetic. */
export const HALVES: Float32Array = Float32Array.from({ length: 65_536 }, (_, bits) => fromHalf(bits));
