import type { Metric, ReceiptFinding } from '../analysis/findings.ts';
import { coarseSizes, finerSizes } from '../analysis/grow-sizes.ts';
import { shareOfWay } from '../analysis/receipt.ts';
import type { NodeValues } from '../kernel/patch.ts';
import type { Ask } from './command.ts';
import { patchedMetrics } from './patched-metrics.ts';

/** Sufficiency that is looked for. */
const ENOUGH = 0.8;

/**
 * How many leading nodes alone reach `ENOUGH` of the metric: coarse sizes as one batch, then those
 * below the first that did as another.
 *
 * @param ranked  nodes by falling |score|, as numbers of the node space
 */
export async function smallestSet(
  ask: Ask,
  ranked: readonly number[],
  { metric, empty, full }: { readonly metric: Metric; readonly empty: number; readonly full: number },
  values: NodeValues,
): Promise<ReceiptFinding['grow']> {
  const reach = async (sizes: readonly number[]): Promise<boolean[]> => {
    if (sizes.length === 0) return [];
    const rows = sizes.map((size) => ({ only: ranked.slice(0, size) }));
    const found = await patchedMetrics(ask, rows, values, metric);
    return found.map((value) => (shareOfWay(value, empty, full) ?? 0) >= ENOUGH);
  };
  const coarse = coarseSizes(ranked.length);
  const enough = await reach(coarse);
  const finer = finerSizes(coarse, enough);
  const finerEnough = await reach(finer);
  const nodes = finer[finerEnough.indexOf(true)] ?? coarse[enough.indexOf(true)] ?? null;
  return { share: ENOUGH, nodes, tried: coarse.length + finer.length };
}
