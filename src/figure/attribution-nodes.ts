import type { AttributionFinding } from '../analysis/findings.ts';
import { signed } from '../kernel/numbers.ts';
import type { AttributionEdge, AttributionNode } from './attribution-figure.ts';
import { type Column, columnOf } from './columns.ts';
import { readNode } from './node-name.ts';

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

/** The drawn edges; those by which the strongest change a head's query or key are marked. */
export function edgesOf({ edges }: AttributionFinding): AttributionEdge[] {
  const full = fullWidth(edges.map(({ score }) => Math.abs(score)));
  const shares = edges.map(({ score }) => Math.min(1, ratio(score, full)));
  const looks = edges
    .map(({ via }, i) => ({ i, look: via === 'query' || via === 'key', share: shares[i] ?? 0 }))
    .filter(({ look, share }) => look && share >= MARKED.share)
    .sort((a, b) => b.share - a.share);
  const marked = new Set(looks.slice(0, MARKED.most).map(({ i }) => i));
  return edges.map((edge, i) => ({ ...edge, share: shares[i] ?? 0, marked: marked.has(i) }));
}

/**
 * |score| from which on an edge is drawn as wide as can be: the fifth largest of forty or more, of fewer
 * the largest tenth's least. One embedding or one last MLP would else leave all others hairlines.
 */
export function fullWidth(sizes: readonly number[]): number {
  const falling = [...sizes].sort((a, b) => b - a);
  const full = falling[Math.min(4, Math.floor(falling.length / 10))] ?? 0;
  return full > 0 ? full : (falling[0] ?? 0);
}

const largestOf = (scored: readonly { readonly score: number }[]): number =>
  scored.reduce((most, { score }) => Math.max(most, Math.abs(score)), 0);

/** |score| against the largest; 0 when all are 0. */
const ratio = (score: number, largest: number): number => (largest > 0 ? Math.abs(score) / largest : 0);
