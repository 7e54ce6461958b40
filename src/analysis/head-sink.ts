/** Attention on the first token that is worth asking about. */
const MUCH = 0.2;
/** A unit of it carries less than this part of what a unit on the other tokens carries. */
const IDLE = 0.5;

/**
 * Whether the first token is a sink of this one head: it takes much of the attention, and a unit of
 * that attention carries little. A head that rests there with nearly all of its attention still
 * carries most of its little from it, so the weighted share alone would not tell.
 *
 * @param pattern   `[key]`, sums to 1
 * @param weighted  `[key]`, ‖A f(x)‖ normalised over keys
 * @see Gu et al. 2410.10781
 */
export function restsOnFirst(pattern: readonly number[], weighted: readonly number[]): boolean {
  const [looked = 0, carried = 0] = [pattern[0], weighted[0]];
  if (pattern.length < 2 || looked < MUCH) return false;
  return carried * (1 - looked) < IDLE * looked * (1 - carried);
}
