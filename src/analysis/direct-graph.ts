import type { AttributionFinding, DirectFinding } from './findings.ts';

type Edge = AttributionFinding['edges'][number];

export interface GraphSize {
  /** Hops back from the logit: 1 = components, 2 = the tokens their heads read. */
  readonly depth: number;
  /** Components at most. */
  readonly top: number;
}

/**
 * The direct part of "why this word": which components wrote it, and which tokens their heads read.
 *
 * Edges `component → logit` carry the component's direct score; edges `T@src → head` carry the part
 * of that score read from token src (T: the token's residual stream as it stood when it was read).
 * The largest components are kept, then their largest reads, until `top` nodes are used.
 *
 * @returns exactly what is drawn; `shown.share` is the drawn part of Σ|score| over the edges into the logit
 */
export function directGraph(scores: DirectFinding, { depth, top }: GraphSize): AttributionFinding {
  const ranked = [...scores.parts].sort((a, b) => Math.abs(b.score) - Math.abs(a.score));
  const kept = ranked.slice(0, top).filter(({ score }) => score !== 0);
  const keptNames = new Set(kept.map(({ node }) => node));
  const writes: Edge[] = kept.map(({ node, score }) => ({ from: node, to: 'logit', score }));
  const reads = depth >= 2 ? leadingReads(scores, keptNames, top) : [];
  const edges = [...writes, ...reads];
  return {
    kind: 'attribution',
    method:
      'direct contributions and the tokens their heads read, final norm and attention frozen at this run',
    unit: 'logits',
    control: scores.control,
    caveats: scores.caveats,
    metric: scores.metric,
    nodes: [
      { id: 'logit', score: scores.metric.value },
      ...kept.map(({ node, score }) => ({ id: node, score })),
      ...tokenTotals(reads),
    ],
    edges,
    shown: {
      nodes: kept.length,
      ofNodes: scores.parts.length,
      edges: edges.length,
      ofEdges: scores.parts.length + (depth >= 2 ? scores.paths.length : 0),
      share: absolute(writes) / (absolute(scores.parts) || 1),
    },
    rules: depth >= 2 ? 'direct writes; attention paths one step back' : 'direct writes',
  };
}

function leadingReads(scores: DirectFinding, kept: ReadonlySet<string>, top: number): Edge[] {
  return scores.paths
    .filter(({ node, score }) => kept.has(node) && score !== 0)
    .sort((a, b) => Math.abs(b.score) - Math.abs(a.score))
    .slice(0, top)
    .map(({ node, from, score }) => ({ from: `T@${from}`, to: node, score }));
}

/** A token's node score: the sum of the reads that leave it. */
function tokenTotals(reads: readonly Edge[]): { id: string; score: number }[] {
  const totals = new Map<string, number>();
  for (const { from, score } of reads) totals.set(from, (totals.get(from) ?? 0) + score);
  return [...totals].map(([id, score]) => ({ id, score }));
}

const absolute = (parts: readonly { readonly score: number }[]): number =>
  parts.reduce((sum, { score }) => sum + Math.abs(score), 0);
