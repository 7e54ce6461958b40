import { type Distribution, distributionOf, divergence } from '../analysis/edited-distribution.ts';
import type { Metric } from '../analysis/findings.ts';
import { metricWeights } from '../analysis/metric.ts';
import type { ResidueMeasured } from '../analysis/residue-measured.ts';
import type { Runner } from '../engine/runner.ts';
import { blockHook } from '../kernel/hooks.ts';
import type { Ask } from './command.ts';
import { rowLogits } from './intervene.ts';

type GradientResult = Awaited<ReturnType<Runner['gradients']>>;

/** Of answer − rival at every hook_z. */
export const answerGradients = (
  { runner, model, prompt, options }: Ask,
  metric: Metric,
): Promise<GradientResult> =>
  runner.gradients(
    {
      tokens: [prompt.tokens.map(({ id }) => id)],
      metric: [
        [...metricWeights(metric)].map(([token, weight]) => ({ token, position: metric.position, weight })),
      ],
      rules: 'exact',
      hooks: [],
      gradients: Array.from({ length: model.layers }, (_, layer) => blockHook(layer, 'attn.hook_z')),
      logitPositions: [metric.position],
    },
    options,
  );

export const NO_GRADIENTS: Pick<GradientResult, 'gradients' | 'notes'> = { gradients: new Map() };

/** By source: salience, and KL of the next word when it alone is hidden from the answering position in every layer. */
export async function sourceEffects(
  ask: Ask,
  says: Distribution,
  salience: readonly number[],
  sinks: readonly number[],
): Promise<ResidueMeasured['sources']> {
  const ids = ask.prompt.tokens.map(({ id }) => id);
  const query = ids.length - 1;
  const keys = ids.flatMap((_, key) => (sinks.includes(key) ? [] : [key]));
  const masks = keys.map((key, row) => ({ kind: 'mask' as const, row, key, query }));
  const logits = await rowLogits(
    ask,
    keys.map(() => ids),
    { interventions: masks },
  );
  const effects = new Map(
    keys.map((key, row) => [key, divergence(says, distributionOf(logits[row] ?? says.logits))]),
  );
  return ids.map((_, key) => {
    const effect = effects.get(key);
    return effect === undefined || salience.length === 0 ? null : { salience: salience[key] ?? 0, effect };
  });
}
