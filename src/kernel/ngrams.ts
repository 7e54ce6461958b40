/** Runs of `n` tokens, as keys of a set; in order, with repeats. */
export const ngrams = (ids: readonly number[], n: number): string[] =>
  Array.from({ length: Math.max(0, ids.length - n + 1) }, (_, i) => ids.slice(i, i + n).join());

/**
 * seq-rep-n: the share of a text's n-grams that stood in it before, 0 to 1; 0 for a text shorter than two
 * of them (Welleck 1908.04319: 1 − different n-grams / n-grams).
 */
export function repeated(ids: readonly number[], n: number): number {
  const all = ngrams(ids, n);
  return all.length < 2 ? 0 : 1 - new Set(all).size / all.length;
}

/** A shorter text says nothing about repetition or certainty: `Paris.` is no loop. */
export const LEAST_TOKENS = 12;
