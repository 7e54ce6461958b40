import type { Metric } from '../analysis/findings.ts';
import { gatesOf, type Live } from '../analysis/gates.ts';
import { metricOf } from '../analysis/metric.ts';
import type { NodeSpace } from '../analysis/node-space.ts';
import type { NodeValues } from '../kernel/patch.ts';
import { at, tensor } from '../kernel/tensor.ts';
import type { Ask } from './command.ts';

export const nodeSpace = ({ model, prompt }: Ask): NodeSpace => ({
  layers: model.layers,
  heads: model.heads,
  tokens: prompt.tokens.length,
});

/**
 * The metric with only some nodes live, for every row of one batch; the others put out `values`.
 *
 * @param metric  at the prompt's last position
 */
export async function patchedMetrics(
  ask: Ask,
  rows: readonly Live[],
  values: NodeValues,
  metric: Metric,
): Promise<number[]> {
  const { runner, prompt, options } = ask;
  const ids = prompt.tokens.map(({ id }) => id);
  const hooks = await runner.traceBatch(
    {
      rows: rows.map(() => ids),
      hooks: [],
      logits: 'last',
      patch: { gates: gatesOf(nodeSpace(ask), rows), values },
    },
    options,
  );
  const logits = hooks.get('logits') ?? tensor([0, 1, 0], new Float32Array(0));
  const [answer, rival] = metric.tokens;
  if (answer === undefined) throw new RangeError('a metric of no token');
  return rows.map((_, row) => metricOf(at(logits, row, 0).data, metric.position, answer, rival).value);
}
