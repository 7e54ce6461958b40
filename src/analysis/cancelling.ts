import type { AttributionFinding, NodeName } from './findings.ts';

type Node = AttributionFinding['nodes'][number];

/** How much of the smaller effect may be left when both are ablated. */
const LEFT = 0.35;
/** Effects below this share of the metric are not worth a mark. */
const WORTH = 0.1;
const MOST = 5;

export type Pair = readonly [NodeName, NodeName];

/**
 * Pairs of nodes whose exact effects are opposite and about equal, which might undo one another:
 * candidates, until both have been ablated together.
 *
 * @returns the largest first, each node in one pair
 */
export function opposedPairs(nodes: readonly Node[], metric: number): Pair[] {
  const measured = nodes.flatMap(({ id, effect }) => (effect === undefined ? [] : [{ id, effect }]));
  const large = measured.filter(({ effect }) => Math.abs(effect) >= WORTH * Math.abs(metric));
  const pairs = large.flatMap((a) =>
    large
      .filter((b) => a.effect > 0 && b.effect < 0 && undone(a.effect, b.effect, a.effect + b.effect))
      .map((b) => ({ pair: [a.id, b.id] as const, size: Math.min(a.effect, -b.effect) })),
  );
  const taken = new Set<NodeName>();
  return pairs
    .sort((x, y) => y.size - x.size)
    .filter(({ pair }) => {
      if (pair.some((node) => taken.has(node))) return false;
      for (const node of pair) taken.add(node);
      return true;
    })
    .slice(0, MOST)
    .map(({ pair }) => pair);
}

/** Whether two nodes that move the metric each alone hardly move it together. */
export const undone = (a: number, b: number, together: number): boolean =>
  Math.abs(together) <= LEFT * Math.min(Math.abs(a), Math.abs(b));
