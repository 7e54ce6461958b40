import { randomFrom } from '../kernel/random.ts';
import type { Units } from './branch-causes.ts';
import { isMlp, type NodeSpace } from './node-space.ts';
import { randomSets } from './random-sets.ts';

/**
 * Sets of as many other tokens as were hidden together, drawn at random, each set once: in a short
 * prompt there are fewer than asked for, and none where the others are too few.
 *
 * @param pool  positions that may be hidden
 */
export function randomTokenSets(
  pool: Units,
  hidden: Units,
  { count, seed }: { readonly count: number; readonly seed: number },
): number[][] {
  const others = pool.filter((position) => !hidden.includes(position));
  if (hidden.length === 0 || others.length < hidden.length) return [];
  const random = randomFrom(seed);
  const drawn = Array.from({ length: count }, () => shuffled(others, random).slice(0, hidden.length));
  const sets = drawn.map((set) => set.sort((a, b) => a - b));
  return [...new Map(sets.map((set) => [set.join(), set])).values()];
}

/**
 * Sets of as many heads and MLPs; none where the nodes are more than half of those that differ from
 * the counterfactual: random sets would be the same nodes again.
 */
export function randomNodeSets(
  space: NodeSpace,
  nodes: Units,
  how: { readonly count: number; readonly from: number; readonly seed: number },
): number[][] {
  const columns = space.layers * (space.tokens - how.from);
  const mlps = nodes.filter((node) => isMlp(space, node)).length;
  const crowded = 2 * mlps > columns || 2 * (nodes.length - mlps) > columns * space.heads;
  return nodes.length === 0 || crowded ? [] : randomSets(space, nodes, how);
}

/** Fisher-Yates. */
function shuffled(values: Units, random: () => number): number[] {
  const left = [...values];
  for (let i = left.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const [a, b] = [left[i] ?? 0, left[j] ?? 0];
    left[i] = b;
    left[j] = a;
  }
  return left;
}
