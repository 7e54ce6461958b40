import { randomFrom } from '../kernel/random.ts';
import { isMlp, type NodeSpace, positionOf, spaceSize } from './node-space.ts';

/**
 * Node sets of the same size and kind as a circuit (as many heads, as many MLPs), drawn at random:
 * what its receipt is held against.
 *
 * @param from  first position drawn from: before the first edited token the two runs are equal and a
 *              node there would be a blank, which flatters the comparison
 */
export function randomSets(
  space: NodeSpace,
  circuit: readonly number[],
  { count, from, seed }: { readonly count: number; readonly from: number; readonly seed: number },
): number[][] {
  const random = randomFrom(seed);
  const all = Array.from({ length: spaceSize(space) }, (_, i) => i);
  const poolOf = (mlp: boolean, least: number): number[] => {
    const kind = all.filter((node) => isMlp(space, node) === mlp);
    const after = kind.filter((node) => positionOf(space, node) >= from);
    return after.length >= least ? after : kind;
  };
  const kinds = [true, false].map((mlp) => {
    const size = circuit.filter((node) => isMlp(space, node) === mlp).length;
    return { size, pool: poolOf(mlp, size) };
  });
  return Array.from({ length: count }, () => kinds.flatMap(({ size, pool }) => drawn(pool, size, random)));
}

/** `size` of a pool without repetition: the first steps of a Fisher-Yates shuffle. */
function drawn(pool: readonly number[], size: number, random: () => number): number[] {
  const left = [...pool];
  return Array.from({ length: Math.min(size, pool.length) }, (_, i) => {
    const j = i + Math.floor(random() * (left.length - i));
    const [picked, first] = [left[j] ?? 0, left[i] ?? 0];
    left[j] = first;
    return picked;
  });
}
