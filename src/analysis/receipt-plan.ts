import type { Live } from './gates.ts';

/** Sizes of leading sets that are tried for the smallest that will do; each about a quarter more than the last. */
const SIZES = [
  1, 2, 3, 4, 5, 6, 8, 10, 13, 16, 20, 25, 32, 40, 50, 64, 80, 100, 128, 160, 200, 256, 320, 400, 512, 640,
  800, 1024,
];

/** The rows of a receipt's batch, in the order in which `receipt` reads their values. */
export interface ReceiptPlan {
  readonly rows: readonly Live[];
  /** Sizes of the leading sets at the end of the rows. */
  readonly sizes: readonly number[];
  readonly randoms: number;
}

/**
 * Every run that a receipt needs, as rows of one batch: nothing, the circuit, all but the circuit,
 * everything, the random sets, the leading sets.
 *
 * @param ranked   nodes that may be drawn, best first
 * @param circuit  the nodes that are drawn
 */
export function receiptPlan(
  ranked: readonly number[],
  circuit: readonly number[],
  random: readonly (readonly number[])[],
): ReceiptPlan {
  const sizes = SIZES.filter((size) => size <= ranked.length);
  return {
    rows: [
      { only: [] },
      { only: circuit },
      { allBut: circuit },
      { allBut: [] },
      ...random.map((only) => ({ only })),
      ...sizes.map((size) => ({ only: ranked.slice(0, size) })),
    ],
    sizes,
    randoms: random.length,
  };
}
