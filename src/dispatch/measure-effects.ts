import { type ExactEffects, exactEffects } from '../analysis/exact-effects.ts';
import type { Metric, NodeName } from '../analysis/findings.ts';
import type { Live } from '../analysis/gates.ts';
import { indexOf } from '../analysis/node-space.ts';
import type { NodeValues } from '../kernel/patch.ts';
import type { Ask } from './command.ts';
import { nodeSpace, patchedMetrics } from './patched-metrics.ts';

/**
 * The exact effect of the nodes with the largest |score|, each ablated alone, as one batch: what
 * their scores are checked against. What is no head or MLP is left out.
 *
 * @param count  nodes measured, at most
 */
export async function measureEffects(
  ask: Ask,
  metric: Metric,
  scored: readonly { readonly id: NodeName; readonly score: number }[],
  values: NodeValues,
  count: number,
): Promise<ExactEffects> {
  const space = nodeSpace(ask);
  const leading = scored
    .filter(({ id }) => indexOf(space, id) !== undefined)
    .sort((a, b) => Math.abs(b.score) - Math.abs(a.score))
    .slice(0, count);
  const alone = leading.flatMap(({ id }): Live[] => {
    const node = indexOf(space, id);
    return node === undefined ? [] : [{ allBut: [node] }];
  });
  return exactEffects(leading, await patchedMetrics(ask, [{ allBut: [] }, ...alone], values, metric));
}
