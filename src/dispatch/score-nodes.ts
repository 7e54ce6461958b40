import { type ScoredNode, scoredNodes } from '../analysis/node-scores.ts';
import type { EmbeddingPoint, MetricTerm } from '../engine/runner.ts';
import type { NodeValues } from '../kernel/patch.ts';
import type { Ask } from './command.ts';
import type { Counterfactual } from './counterfactual-runs.ts';
import { nodeSpace } from './patched-metrics.ts';

/** How the gradient of a score is had: averaged over points between the two prompts, or at the prompt alone. */
export type ScoreRules = 'averaged' | 'exact' | 'frozen';

/** Points between the two prompts; where they are too few, see `averagedOver`. */
export const POINTS = 5;

/** Scores of every head and MLP at every position against a counterfactual. */
export async function scoreNodes(
  ask: Ask,
  metric: readonly MetricTerm[],
  { rows }: Counterfactual,
  values: NodeValues,
  rules: ScoreRules = 'averaged',
): Promise<ScoredNode[]> {
  const { runner, prompt, options } = ask;
  const { nodes } = await runner.attribute(
    {
      tokens: prompt.tokens.map(({ id }) => id),
      metric,
      rules: rules === 'frozen' ? 'frozen' : 'exact',
      ...(rules === 'averaged' ? { points: pointsTo(rows) } : {}),
      baseline: { values, rows },
    },
    options,
  );
  return scoredNodes(nodeSpace(ask), nodes);
}

/** At least so many points; of several versions each is the start of some. */
export const pointsTo = (rows: Counterfactual['rows'], least = POINTS): EmbeddingPoint[] =>
  pointsOver(rows, Math.max(least, Math.min(rows.length, 2 * POINTS)));

/** The middles of equal parts of the way. */
export const pointsOver = (rows: Counterfactual['rows'], count: number): EmbeddingPoint[] =>
  Array.from({ length: count }, (_, k) => ({
    from: rows[k % rows.length] ?? [],
    share: (k + 0.5) / count,
  }));
