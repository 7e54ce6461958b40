import type { AttributionFinding } from '../analysis/findings.ts';
import type { AttributionEdge, AttributionNode } from './attribution-figure.ts';
import { type Column, columnOf } from './columns.ts';
import { readNode } from './node-name.ts';
import { signed } from './numbers.ts';

type Scored = AttributionFinding['nodes'][number];

const NAMED = 8;
/** Nodes below this share of the largest are not worth a name. */
const NAMEABLE = 0.02;
/** Smaller scores and effects, as a share of the largest score, differ in sign by chance. */
const TELLING = 0.03;
/** Edges whose query or key is marked, at most, and from which share on. */
const MARKED = { most: 12, share: 0.1 } as const;

/** The drawn nodes in the order of the finding, without the logit, which is drawn as the answer. */
export function nodesOf(graph: AttributionFinding, columns: readonly Column[]): AttributionNode[] {
  const drawn = graph.nodes.filter(({ id }) => id !== 'logit');
  const largest = largestOf(drawn);
  const names = namesOf(drawn, largest);
  const measured = drawn.some(({ effect }) => effect !== undefined);
  return drawn.flatMap(({ id, score, effect }) => {
    const { kind, layer, position, name } = readNode(id);
    if (kind === 'logit') return [];
    const node: AttributionNode = {
      id,
      kind,
      layer,
      column: columnOf(columns, position ?? graph.metric.position),
      score,
      share: ratio(score, largest),
      ...(effect === undefined ? {} : { effect }),
      hollow: measured && effect === undefined && (kind === 'head' || kind === 'mlp'),
      disagrees: disagree(score, effect, largest),
    };
    return [names.has(id) ? { ...node, ...nameOf(node, name) } : node];
  });
}

/** Name and score of a leading node; beside them the exact effect where that says the opposite. */
function nameOf({ score, effect, disagrees }: AttributionNode, name: string): Partial<AttributionNode> {
  const named = { name, value: signed(score) };
  return disagrees && effect !== undefined ? { ...named, contrary: `≠ ${signed(effect)}` } : named;
}

/** The leading heads and MLPs; what stands in the lowest row is named by the row. */
function namesOf(drawn: readonly Scored[], largest: number): ReadonlySet<string> {
  const leading = drawn
    .filter(({ id, score }) => readNode(id).layer !== null && ratio(score, largest) >= NAMEABLE)
    .sort((a, b) => Math.abs(b.score) - Math.abs(a.score));
  return new Set(leading.slice(0, NAMED).map(({ id }) => id));
}

function disagree(score: number, effect: number | undefined, largest: number): boolean {
  if (effect === undefined || score * effect >= 0) return false;
  return Math.min(Math.abs(score), Math.abs(effect)) >= TELLING * largest;
}

export function edgesOf({ edges }: AttributionFinding): AttributionEdge[] {
  const largest = largestOf(edges);
  const looks = edges
    .filter(({ via, score }) => (via === 'query' || via === 'key') && ratio(score, largest) >= MARKED.share)
    .sort((a, b) => Math.abs(b.score) - Math.abs(a.score));
  const marked = new Set(looks.slice(0, MARKED.most));
  return edges.map((edge) => ({
    ...edge,
    share: ratio(edge.score, largest),
    marked: marked.has(edge),
  }));
}

const largestOf = (scored: readonly { readonly score: number }[]): number =>
  scored.reduce((most, { score }) => Math.max(most, Math.abs(score)), 0);

/** |score| against the largest; 0 when all are 0. */
const ratio = (score: number, largest: number): number => (largest > 0 ? Math.abs(score) / largest : 0);
