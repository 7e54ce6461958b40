import { attributionGraph } from '../analysis/attribution-graph.ts';
import { type Completeness, isComplete } from '../analysis/completeness.ts';
import type { AttributionFinding, CounterfactualFinding, ReceiptFinding } from '../analysis/findings.ts';
import type { ScoredNode } from '../analysis/node-scores.ts';
import { type NodeSpace, nodeAt } from '../analysis/node-space.ts';
import { recallNodes } from '../analysis/recall.ts';
import type { Attributed, Place } from '../kernel/attributed.ts';
import { attributeQuestion } from './attribute-question.ts';
import { cancellingPairs } from './cancelling-pairs.ts';
import { causalReceipt } from './causal-receipt.ts';
import type { Ask } from './command.ts';
import { measureEffects } from './measure-effects.ts';
import { nodeValues } from './node-values.ts';
import { nodeSpace } from './patched-metrics.ts';
import type { Question } from './question.ts';
import { step } from './step.ts';

/** Leading nodes whose exact effect is measured. */
const MEASURED = 48;

export interface ExplainAsk {
  /** Hops back from the logit. */
  readonly depth: number;
  /** Heads and MLPs drawn at most. */
  readonly top: number;
  /** Only what MLPs recalled and the heads that read it. */
  readonly recall: boolean;
}

/** What a graph says, and what the model says of the graph. */
export interface Explanation {
  readonly attribution: AttributionFinding;
  readonly receipt: ReceiptFinding;
}

/**
 * Scores every node against the counterfactual, draws the leading ones with the edges between them,
 * measures their effects exactly, and tests the drawn set on the model.
 */
export async function explain(
  ask: Ask,
  question: Question,
  { depth, top, recall }: ExplainAsk,
): Promise<Explanation> {
  const { metric, counterfactual } = question;
  step(ask, 2, `Scoring every head and MLP`);
  const values = await nodeValues(ask, counterfactual);
  const { attributed, completeness } = await attributeQuestion(ask, question, values, top);
  const space = nodeSpace(ask);
  const among = recall && attributed.edges ? recallNodes(space, attributed.edges) : undefined;
  const scored = rankedNodes(space, attributed, among);
  const drawn = attributionGraph(space, attributed, metric, { depth, top, ...(among && { among }) });
  step(ask, 3, 'Measuring the leading nodes exactly');
  const { nodes: measured, r } = await measureEffects(
    ask,
    metric,
    scored.slice(0, MEASURED),
    values,
    MEASURED,
  );
  const effects = new Map(measured.map(({ id, effect }) => [id, effect]));
  const nodes = drawn.nodes.map((node) => {
    const effect = effects.get(node.id);
    return effect === undefined ? node : { ...node, effect };
  });
  const cancelling = await cancellingPairs(ask, metric, nodes, values);
  step(ask, 4, 'Testing the picture on the model');
  const receipt = await causalReceipt(
    ask,
    { metric, drawn: drawn.nodes.map(({ id }) => id), ranked: scored.map(({ id }) => id) },
    counterfactual,
    values,
  );
  const agreement = { r, nodes: measured.length };
  return {
    attribution: {
      ...described(counterfactual.finding, agreement, completeness, attributed.notes),
      ...drawn,
      nodes,
      agreement,
      completeness,
      cancelling,
    },
    receipt,
  };
}

/** Heads and MLPs that may be drawn: those chosen to carry the metric in their order, then the others by falling |score|. */
const rankedNodes = (
  space: NodeSpace,
  { nodes, edges }: Attributed,
  among: ReadonlySet<Place> | undefined,
): ScoredNode[] => {
  const order = new Map(edges?.receivers.map(({ place }, i) => [place, i]));
  const chosenAt = (node: Place): number => order.get(node) ?? Number.POSITIVE_INFINITY;
  return Array.from(nodes.data, (score, node) => ({ node, score, at: chosenAt(node) }))
    .filter(({ node, score }) => score !== 0 && (among?.has(node) ?? true))
    .sort((a, b) => (a.at === b.at ? Math.abs(b.score) - Math.abs(a.score) : a.at - b.at))
    .map(({ node, score }) => ({ id: nodeAt(space, node), score }));
};

const described = (
  { source }: CounterfactualFinding,
  { r, nodes }: { r: number | null; nodes: number },
  sums: Completeness,
  notes: readonly string[] = [],
): Pick<AttributionFinding, 'kind' | 'method' | 'unit' | 'control' | 'caveats' | 'rules'> => ({
  kind: 'attribution',
  method: `path-averaged attribution patching: (own output − counterfactual output) · exact gradient, mean of ${sums.points} points between the two prompts (EAP-IG, Hanna 2403.17806); a quarter of the nodes drawn are the leading ones, the others those that close most of what is missing of the metric when only the chosen live`,
  unit: 'logits',
  control: `exact ablation of ${nodes} nodes one by one, the drawn ones first${r === null ? '' : `, Pearson r ${r.toFixed(2)}`}`,
  caveats: [
    ...notes,
    ...(r !== null && r < LOW_AGREEMENT
      ? [`Scores agree poorly with exact effects here (r ${r.toFixed(2)}): read the effects, not the scores.`]
      : []),
    ...(isComplete(sums)
      ? []
      : [
          `The metric leaps between the two prompts: over ${sums.points} points scores add up to ${sums.sum.toFixed(1)} logits instead of ${sums.way.toFixed(1)}. Read the effects, not the scores.`,
        ]),
  ],
  rules: source === 'corrupted mean' ? 'path-averaged, to corrupted versions' : 'path-averaged',
});

/** Below it the scores of a picture are not to be read as effects. */
const LOW_AGREEMENT = 0.8;
