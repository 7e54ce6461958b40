import type { Metric, NodeName, ReceiptFinding } from '../analysis/findings.ts';
import { indexOf, spaceSize } from '../analysis/node-space.ts';
import { randomSets } from '../analysis/random-sets.ts';
import { receipt } from '../analysis/receipt.ts';
import { receiptPlan } from '../analysis/receipt-plan.ts';
import type { NodeValues } from '../kernel/patch.ts';
import type { Ask } from './command.ts';
import type { Counterfactual } from './counterfactual-runs.ts';
import { nodeSpace, patchedMetrics } from './patched-metrics.ts';
import { smallestSet } from './smallest-set.ts';

const RANDOM_SETS = 20;

/** What is tested: a picture's nodes, and all that might have been in it. */
export interface Circuit {
  readonly metric: Metric;
  /** Nodes that are drawn. What is no head or MLP (an embedding, the logit) is always live and left out. */
  readonly drawn: readonly NodeName[];
  /** Nodes by falling |score|, for the smallest set that would do. */
  readonly ranked: readonly NodeName[];
}

/**
 * The drawn nodes alone, all but them, random sets like them and leading sets of every size, as one
 * batch on the model; every ablated node puts out what it puts out in the counterfactual.
 */
export async function causalReceipt(
  ask: Ask,
  { metric, drawn, ranked }: Circuit,
  { finding, rows }: Counterfactual,
  values: NodeValues,
): Promise<ReceiptFinding> {
  const space = nodeSpace(ask);
  const indices = (nodes: readonly NodeName[]): number[] =>
    nodes.flatMap((node) => indexOf(space, node) ?? []);
  const circuit = indices(drawn);
  const from = ask.prompt.tokens.findIndex(({ id }, i) => rows.some((row) => row[i] !== id));
  const random = randomSets(space, circuit, { count: RANDOM_SETS, from, seed: ask.seed });
  const metrics = await patchedMetrics(ask, receiptPlan(circuit, random), values, metric);
  const [empty = Number.NaN, , , full = Number.NaN] = metrics;
  return receipt(metrics, {
    metric,
    nodes: drawn.filter((node) => indexOf(space, node) !== undefined),
    ofNodes: spaceSize(space),
    ablation: ablationOf(finding),
    seed: ask.seed,
    grow: await smallestSet(ask, indices(ranked), { metric, empty, full }, values),
  });
}

const ablationOf = ({ source, text, versions }: Counterfactual['finding']): string =>
  source === 'corrupted mean'
    ? `mean over ${versions} corrupted versions, same positions`
    : `patched from the counterfactual “${text}”, same positions`;
