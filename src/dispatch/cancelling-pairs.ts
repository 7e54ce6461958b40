import { opposedPairs, undone } from '../analysis/cancelling.ts';
import type { AttributionFinding, Metric } from '../analysis/findings.ts';
import { indexOf } from '../analysis/node-space.ts';
import type { NodeValues } from '../kernel/patch.ts';
import type { Ask } from './command.ts';
import { nodeSpace, patchedMetrics } from './patched-metrics.ts';

/** Measured nodes that undo one another, each pair ablated together as one row. */
export async function cancellingPairs(
  ask: Ask,
  metric: Metric,
  nodes: AttributionFinding['nodes'],
  values: NodeValues,
): Promise<NonNullable<AttributionFinding['cancelling']>> {
  const pairs = opposedPairs(nodes, metric.value);
  if (pairs.length === 0) return [];
  const space = nodeSpace(ask);
  const rows = pairs.map((pair) => ({ allBut: pair.flatMap((node) => indexOf(space, node) ?? []) }));
  const [full = Number.NaN, ...without] = await patchedMetrics(
    ask,
    [{ allBut: [] }, ...rows],
    values,
    metric,
  );
  const effectOf = new Map(nodes.map(({ id, effect }) => [id, effect ?? 0]));
  return pairs.flatMap(([a, b], i) => {
    const together = full - (without[i] ?? Number.NaN);
    return undone(effectOf.get(a) ?? 0, effectOf.get(b) ?? 0, together) ? [{ nodes: [a, b], together }] : [];
  });
}
