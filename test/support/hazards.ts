import { tokenId } from '../../src/kernel/ids.ts';

/** First tokens (control bytes, which no prompt of the tests has) that make the tests' model misbehave. */
export const HAZARD = {
  exit: tokenId(1),
  abort: tokenId(2),
  /** Waits at the gate. */
  hold: tokenId(3),
  throwOutside: tokenId(4),
  fillHeap: tokenId(5),
  fillMemory: tokenId(6),
  /** Answers in memory that may not be transferred. */
  lockedMemory: tokenId(7),
} as const;
