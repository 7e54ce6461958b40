import { randomFrom } from '../kernel/random.ts';

/** `[piece]`: whether it is seen. */
export type Mask = readonly boolean[];

/** Each piece is seen with this probability (ContextCite, 2409.00729, takes .5; methods tried .6: fewer rows in which nothing is left). */
export const KEEP = 0.6;

/**
 * Different random sets of pieces to leave visible: all of them first, then as drawn. Where there are no
 * more than `most` sets at all, every one of them, in a drawn order.
 *
 * @param pieces  how many may be hidden, at least 1
 * @param most    masks wanted, the one with everything visible included
 * @returns at most `most` masks `[piece]`, no two alike; the same seed gives the same ones
 */
export function randomMasks(pieces: number, most: number, seed: number): Mask[] {
  const random = randomFrom(seed);
  const drawn =
    2 ** pieces <= most
      ? shuffled(everyMask(pieces), random)
      : drawnMasks(pieces, most, () => random() < KEEP);
  return [Array.from({ length: pieces }, () => true), ...drawn.filter((mask) => !mask.every(Boolean))];
}

const everyMask = (pieces: number): Mask[] =>
  Array.from({ length: 2 ** pieces }, (_, bits) =>
    Array.from({ length: pieces }, (_, piece) => ((bits >> piece) & 1) === 1),
  );

function drawnMasks(pieces: number, most: number, keeps: () => boolean): Mask[] {
  const found = new Map<string, Mask>();
  const all = Array.from({ length: pieces }, () => true);
  found.set(all.join(), all);
  // Of 2^pieces > most masks some are rare: a bound on the draws, not on what is expected of them.
  for (let draw = 0; found.size < most && draw < 40 * most; draw++) {
    const mask = Array.from({ length: pieces }, keeps);
    found.set(mask.join(), mask);
  }
  return [...found.values()];
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const order = [...items];
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const [a, b] = [order[i], order[j]];
    if (a !== undefined && b !== undefined) [order[i], order[j]] = [b, a];
  }
  return order;
}
