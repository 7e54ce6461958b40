import type { Attributed, AttributedEdge, Place } from '../kernel/attributed.ts';
import { bestFirst } from './best-first.ts';
import type { AttributionFinding, Metric, NodeName } from './findings.ts';
import { type NodeSpace, placeName, spaceSize } from './node-space.ts';

export interface GraphAsk {
  /** Hops back from the logit. */
  readonly depth: number;
  /** Heads and MLPs drawn at most. */
  readonly top: number;
  /** Heads and MLPs that may be drawn; left out: all. */
  readonly among?: ReadonlySet<Place>;
}

/** Edges beyond the tree that connects every node, for each node drawn: more cannot be told apart. */
const EDGES_PER_NODE = 2;

/**
 * The part of an attribution that is drawn: the leading nodes that the answer reaches within `depth`
 * hops, the edge by which each is reached, and the strongest others between them.
 *
 * @param attributed  with edges into at least `top` nodes
 * @returns nodes by falling |score| after the logit; effects come later
 * @throws {RangeError} without edges
 */
export function attributionGraph(
  space: NodeSpace,
  attributed: Attributed,
  metric: Metric,
  { depth, top, among }: GraphAsk,
): Pick<AttributionFinding, 'metric' | 'nodes' | 'edges' | 'shown'> {
  const { edges: found } = attributed;
  if (found === undefined) throw new RangeError('a graph needs edges');
  const size = spaceSize(space);
  const logit = size + space.tokens;
  const name = (place: Place): NodeName => placeName(space, place);
  const parts = found.receivers
    .map(({ place }) => place)
    .filter((place) => place < size && (among === undefined || among.has(place)));
  const allowed = new Set<Place>([logit, ...parts.slice(0, top)]);
  const usable = found.list.filter(
    ({ from, to }) => allowed.has(to) && (allowed.has(from) || (from >= size && from < logit)),
  );
  const { hops, tree } = bestFirst(usable, logit, depth);
  const drawn = strongestEdges(usable, tree, hops);
  const scoreOf = (place: Place): number =>
    place === logit
      ? metric.value
      : ((place < size ? attributed.nodes.data[place] : attributed.embeddings.data[place - size]) ?? 0);
  const nodes = [...hops.keys()].sort(
    (a, b) => Number(b === logit) - Number(a === logit) || Math.abs(scoreOf(b)) - Math.abs(scoreOf(a)),
  );
  const into = found.receivers.filter(({ place }) => hops.has(place));
  const all = into.reduce((sum, { absolute }) => sum + absolute, 0);
  return {
    metric,
    nodes: nodes.map((place) => ({ id: name(place), score: scoreOf(place) })),
    edges: drawn.map(({ from, to, via, score }) => ({ from: name(from), to: name(to), score, via })),
    shown: {
      nodes: nodes.filter((place) => place < size).length,
      ofNodes: size,
      edges: drawn.length,
      ofEdges: into.reduce((sum, { count }) => sum + count, 0),
      share: all === 0 ? 0 : drawn.reduce((sum, { score }) => sum + Math.abs(score), 0) / all,
    },
  };
}

/** The tree, and the strongest other edges between its nodes, strongest first. */
function strongestEdges(
  usable: readonly AttributedEdge[],
  tree: readonly AttributedEdge[],
  hops: ReadonlyMap<Place, number>,
): AttributedEdge[] {
  const kept = new Set(tree);
  const byStrength = (a: AttributedEdge, b: AttributedEdge): number =>
    Math.abs(b.score) - Math.abs(a.score) || a.from - b.from || a.to - b.to;
  const others = usable
    .filter((edge) => !kept.has(edge) && edge.score !== 0 && hops.has(edge.from) && hops.has(edge.to))
    .sort(byStrength)
    .slice(0, EDGES_PER_NODE * tree.length);
  return [...tree, ...others].sort(byStrength);
}
