import type { Live } from './gates.ts';

/**
 * Every run that a receipt needs, as rows of one batch, in the order in which `receipt` reads their
 * values: nothing, the circuit, all but the circuit, everything, the random sets.
 *
 * @param circuit  the nodes that are drawn
 */
export const receiptPlan = (
  circuit: readonly number[],
  random: readonly (readonly number[])[],
): readonly Live[] => [
  { only: [] },
  { only: circuit },
  { allBut: circuit },
  { allBut: [] },
  ...random.map((only) => ({ only })),
];
