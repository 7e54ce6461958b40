import type {
  AttributionEdge,
  AttributionFinding,
  CounterfactualFinding,
  Metric,
  ReceiptFinding,
} from '../../src/analysis/findings.ts';
import type { Token } from '../../src/kernel/ids.ts';

/**
 * FIXTURES, like sample-reply.ts: a graph at every position, what it is held against and its receipt,
 * shaped like real ones (an edge leads upwards and to the right; scores are heavy-tailed; most effects
 * are near their scores), with numbers from a seeded generator.
 */
export interface GraphShape {
  readonly layers: number;
  readonly heads: number;
  readonly tokens: readonly Token[];
  readonly metric: Metric;
  /** Heads and MLPs at most. */
  readonly nodes: number;
  readonly sufficiency: number | null;
  readonly source: CounterfactualFinding['source'];
  readonly exchanged: Token;
  readonly answer: Token;
}

const base = { method: 'fixture', unit: 'logits', control: 'fixture', caveats: [] } as const;
const MEASURED = 48;

type Node = AttributionFinding['nodes'][number];

interface Place {
  readonly id: string;
  readonly position: number;
  /** E −1; heads of layer i 2i, its MLP 2i + 1. */
  readonly depth: number;
}

export function graphOf(shape: GraphShape, random: () => number): AttributionFinding {
  const edited = editedOf(shape, random);
  const places = placesOf(shape, edited, random);
  const scored = places
    .map((place) => ({ place, score: (random() - 0.2) * random() ** 3 * 12 + 0 }))
    .sort((a, b) => Math.abs(b.score) - Math.abs(a.score));
  const nodes = scored.map(({ place, score }, i): Node => {
    const measured = i < MEASURED && place.depth >= 0;
    return {
      id: place.id,
      score,
      ...(measured ? { effect: score * (0.8 + 0.4 * random()) + (i === 5 ? -2 * score : 0) } : {}),
    };
  });
  const edges = edgesOf(shape, places, random);
  const [first, second] = nodes.filter(({ effect }) => effect !== undefined).slice(2, 4);
  const pairs =
    first !== undefined && second !== undefined && random() > 0.5
      ? [{ nodes: [first.id, second.id] as const, together: 0.01 }]
      : [];
  return {
    kind: 'attribution',
    ...base,
    metric: shape.metric,
    nodes: [{ id: 'logit', score: shape.metric.value }, ...nodes],
    edges,
    shown: {
      nodes: places.filter(({ depth }) => depth >= 0).length,
      ofNodes: universe(shape),
      edges: edges.length,
      ofEdges: 31 * edges.length + 7,
      share: 0.62,
    },
    rules: 'path-averaged',
    agreement: { r: nodes.length > 1 ? 0.97 : null, nodes: Math.min(MEASURED, nodes.length) },
    cancelling: pairs,
  };
}

const universe = ({ layers, heads, tokens }: GraphShape): number => layers * tokens.length * (heads + 1);

/** The exchanged token: never the last one when there are others. */
const editedOf = ({ tokens }: GraphShape, random: () => number): number =>
  Math.floor(random() * Math.max(1, tokens.length - 1));

/** Most nodes stand at the last token and at the exchanged one. */
function placesOf(
  { layers, heads, tokens, nodes }: GraphShape,
  edited: number,
  random: () => number,
): Place[] {
  const last = tokens.length - 1;
  const places = new Map<string, Place>();
  const add = (place: Place): void => void places.set(place.id, place);
  for (let tries = 0; tries < 4 * nodes && places.size < nodes; tries++) {
    const at = random();
    const position = at < 0.45 ? last : at < 0.75 ? edited : Math.floor(random() * tokens.length);
    const layer = Math.floor(random() * layers);
    const mlp = random() < 0.3;
    const id = `${mlp ? `M${layer}` : `L${layer}H${Math.floor(random() * heads)}`}@${position}`;
    add({ id, position, depth: 2 * layer + (mlp ? 1 : 0) });
  }
  add({ id: `E@${edited}`, position: edited, depth: -1 });
  return [...places.values()];
}

/** Every node leads somewhere: to the logit at the last token, else to some node above it. */
function edgesOf({ tokens }: GraphShape, places: readonly Place[], random: () => number): AttributionEdge[] {
  const last = tokens.length - 1;
  const edges = places.flatMap((from) => {
    const above = places.filter((to) => leads(from, to));
    const chosen = above.filter(() => random() < 4 / Math.max(1, above.length));
    const score = () => (random() - 0.2) * random() ** 4 * 8 + 0;
    const out = chosen.map((to) => ({
      from: from.id,
      to: to.id,
      score: score(),
      via: viaOf(from, to, random),
    }));
    return from.position === last
      ? [...out, { from: from.id, to: 'logit', score: score(), via: 'logit' as const }]
      : out;
  });
  return edges.sort((a, b) => Math.abs(b.score) - Math.abs(a.score));
}

const leads = (from: Place, to: Place): boolean =>
  to.depth > from.depth &&
  (to.id.startsWith('M')
    ? from.position === to.position
    : from.position <= to.position && to.depth - from.depth >= (from.depth % 2 === 0 ? 2 : 1));

function viaOf(from: Place, to: Place, random: () => number): NonNullable<AttributionEdge['via']> {
  if (to.id.startsWith('M')) return 'mlp';
  if (from.position === to.position && random() < 0.5) return 'query';
  return random() < 0.3 ? 'key' : 'value';
}

export function counterfactualOf(
  { tokens, source, exchanged, answer, metric }: GraphShape,
  graph: AttributionFinding,
): CounterfactualFinding {
  const position = Number(/^E@(\d+)$/.exec(graph.nodes.find(({ id }) => id.startsWith('E@'))?.id ?? '')?.[1]);
  const from = tokens[position] ?? exchanged;
  const edited = tokens.map((token, i) => (i === position ? exchanged : token));
  return {
    kind: 'counterfactual',
    ...base,
    source,
    text: edited.map(({ text }) => text).join(''),
    tokens: edited,
    edits: [{ position, from, to: exchanged }],
    answer: { ...(metric.tokens[1] ?? exchanged), prob: 0.79 },
    original: { ...answer, prob: 0.92, after: 0.03 },
    rank: 0.6,
    tried: 64,
    versions: source === 'corrupted mean' ? 16 : 1,
    rows: [edited.map(({ id }) => id)],
  };
}

export function receiptOf(shape: GraphShape, graph: AttributionFinding): ReceiptFinding {
  const { sufficiency, metric } = shape;
  const nodes = graph.nodes.map(({ id }) => id).filter((id) => /^[LM]/.test(id));
  const way = sufficiency === null ? 0 : 8;
  return {
    kind: 'receipt',
    ...base,
    metric,
    nodes,
    ofNodes: universe(shape),
    empty: metric.value - way,
    circuit: metric.value - way + (sufficiency ?? 0) * way,
    complement: metric.value - way,
    full: metric.value,
    sufficiency,
    necessity: sufficiency === null ? null : 1,
    random: {
      n: 20,
      median: sufficiency === null ? null : 0.01,
      p95: sufficiency === null ? null : 0.04,
      seed: 1,
    },
    ablation: 'fixture',
    grow: { share: 0.8, nodes: (sufficiency ?? 0) >= 0.8 ? 12 : null, tried: 12 },
  };
}
