import type { AttributedEdge, Place } from '../kernel/attributed.ts';

export interface Reached {
  /** Hops from the start, by node, in the order in which they were reached. */
  readonly hops: ReadonlyMap<Place, number>;
  /** The edge by which each node was reached: a tree that leads from every node to the start. */
  readonly tree: readonly AttributedEdge[];
}

/**
 * Nodes in the order of the strongest edge that leads to one already reached, going back from the
 * logit: the order in which a reader would follow the answer to its sources.
 *
 * @param edges  whatever may be followed; zeros are not
 * @param depth  hops back at most
 */
export function bestFirst(edges: readonly AttributedEdge[], start: Place, depth: number): Reached {
  const strongest = [...edges]
    .filter(({ score }) => score !== 0)
    .sort((a, b) => Math.abs(b.score) - Math.abs(a.score) || a.from - b.from || a.to - b.to);
  const hops = new Map<Place, number>([[start, 0]]);
  const tree: AttributedEdge[] = [];
  for (let next = follow(strongest, hops, depth); next !== undefined; next = follow(strongest, hops, depth)) {
    hops.set(next.from, (hops.get(next.to) ?? 0) + 1);
    tree.push(next);
  }
  return { hops, tree };
}

const follow = (
  strongest: readonly AttributedEdge[],
  hops: ReadonlyMap<Place, number>,
  depth: number,
): AttributedEdge | undefined =>
  strongest.find(({ from, to }) => !hops.has(from) && (hops.get(to) ?? depth) < depth);
