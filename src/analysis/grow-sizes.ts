/** Sizes of sets that can be drawn, among which the smallest that will do is looked for; each about a quarter more than the last. */
const SIZES = [1, 2, 3, 4, 5, 6, 8, 10, 13, 16, 20, 25, 32, 40, 50, 64, 80, 100, 128, 160, 200];
/** Every fifth is tried first, then those before the first of them that will do. */
const STRIDE = 5;

/** @param most  nodes there are */
export function coarseSizes(most: number): number[] {
  const sizes = SIZES.filter((size) => size <= most);
  return sizes.filter((_, i) => i % STRIDE === STRIDE - 1 || i === sizes.length - 1);
}

/**
 * Sizes between the largest that was tried before and the first that did.
 *
 * @param tried   coarse sizes, rising
 * @param enough  for each, whether that many leading nodes did
 */
export function finerSizes(tried: readonly number[], enough: readonly boolean[]): number[] {
  const first = enough.indexOf(true);
  if (first === -1) return [];
  const [low = 0, high = 0] = [tried[first - 1], tried[first]];
  return SIZES.filter((size) => size > low && size < high);
}
