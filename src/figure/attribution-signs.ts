import type { AttributionFigure, Sign } from './attribution-figure.ts';

type Drawn = Pick<AttributionFigure, 'nodes' | 'edges' | 'pairs' | 'columns' | 'footer'>;

/** The signs that occur in a picture, in the order of its legend: nothing is explained that is not there. */
export function signsOf({ nodes, edges, pairs, columns, footer }: Drawn): Sign[] {
  const kinds = new Set(nodes.map(({ kind }) => kind));
  const marked = new Set(edges.filter((edge) => edge.marked).map(({ via }) => via));
  const scored = [...edges, ...nodes];
  const occurs: Record<Sign, boolean> = {
    supports: scored.some(({ score }) => score > 0),
    opposes: scored.some(({ score }) => score < 0),
    head: kinds.has('head'),
    mlp: kinds.has('mlp'),
    embedding: kinds.has('embedding'),
    query: marked.has('query'),
    key: marked.has('key'),
    cancels: pairs.length > 0,
    disagrees: nodes.some(({ disagrees }) => disagrees),
    unmeasured: nodes.some(({ hollow }) => hollow),
    exchanged: columns.some(({ exchanged }) => exchanged !== undefined),
    random: footer.some(({ tick }) => tick !== undefined),
    total: columns.some(({ tint }) => tint !== 0),
  };
  return ORDER.filter((sign) => occurs[sign]);
}

const ORDER: readonly Sign[] = [
  'supports',
  'opposes',
  'head',
  'mlp',
  'embedding',
  'query',
  'key',
  'cancels',
  'disagrees',
  'unmeasured',
  'total',
  'random',
  'exchanged',
];
