const PARTS = 64;
/** ln 2 / 64 in two numbers: the first of 24 bits, so that its whole multiples here are exact. */
const STEP = 0.010830424726009369;
const STEP_REST = -2.9760223436840126e-11;
const STEPS_PER_NAT = PARTS / Math.LN2;
/** e^x below is taken for 0: near the smallest number that is kept in full. */
const LEAST = -708;

/** 2^(j/64) */
const ROOTS = Float64Array.from({ length: PARTS }, (_, j) => 2 ** (j / PARTS));
/** 2^−m */
const HALVES = Float64Array.from({ length: 1024 }, (_, m) => 2 ** -m);

/**
 * e^x for x ≤ 0, to 4e-16 of itself; 0 below −708. A vocabulary is walked for every token of every
 * sample, and `Math.exp` takes several times as long.
 *
 * x = k · ln 2 / 64 + r with |r| ≤ ln 2 / 128, and e^r from its series (table-driven, after
 * Tang 1989, ACM TOMS 15).
 */
export function expOfNegative(x: number): number {
  if (!(x >= LEAST)) return 0;
  const k = (x * STEPS_PER_NAT - 0.5) | 0; // to the nearest
  const r = x - k * STEP - k * STEP_REST;
  const series = r * (1 + r * (1 / 2 + r * (1 / 6 + r * (1 / 24 + r * (1 / 120)))));
  const root = ROOTS[k & (PARTS - 1)] ?? 0;
  return (root + root * series) * (HALVES[-(k >> 6)] ?? 0);
}
