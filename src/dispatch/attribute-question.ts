import { type Completeness, completeness, isComplete } from '../analysis/completeness.ts';
import { metricOf, metricWeights } from '../analysis/metric.ts';
import type { EmbeddingPoint } from '../engine/runner.ts';
import type { Attributed } from '../kernel/attributed.ts';
import { DotpError } from '../kernel/errors.ts';
import type { NodeValues } from '../kernel/patch.ts';
import { at } from '../kernel/tensor.ts';
import type { Ask } from './command.ts';
import { lastLogits } from './counterfactual-runs.ts';
import type { Question } from './question.ts';
import { POINTS, pointsOver, pointsTo } from './score-nodes.ts';

/** Taken where `POINTS` miss part of the way. */
const MORE_POINTS = 20;

/** Scores, edges among the chosen nodes, and whether the points were enough for them. */
export interface Averaged {
  readonly attributed: Attributed;
  readonly completeness: Completeness;
}

/**
 * Scores of every node against the question's counterfactual, averaged over five points between the
 * two prompts; over twenty where five do not add up to the metric's way and memory takes so many.
 *
 * @param top  nodes whose edges are wanted, chosen to carry the metric together
 */
export async function attributeQuestion(
  ask: Ask,
  question: Question,
  values: NodeValues,
  top: number,
): Promise<Averaged> {
  const { rows } = question.counterfactual;
  const averaged = (points: readonly EmbeddingPoint[]) => averagedOver(points, ask, question, values, top);
  const other = await counterfactualMetric(ask, question);
  const usual = pointsTo(rows, POINTS); // of several versions more than five
  const first = await ifItFits(averaged(usual));
  const few = first ?? (await averaged(pointsOver(rows, POINTS)));
  const sums = completeness(few, other, first === undefined ? POINTS : usual.length);
  const many = isComplete(sums) ? undefined : await ifItFits(averaged(pointsTo(rows, MORE_POINTS)));
  if (many === undefined) return { attributed: few, completeness: sums };
  return { attributed: many, completeness: completeness(many, other, MORE_POINTS) };
}

/** undefined where it was refused, before any work, for want of memory. */
async function ifItFits<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof DotpError && error.code === 'too-large') return undefined;
    throw error;
  }
}

const averagedOver = (
  points: readonly EmbeddingPoint[],
  { runner, prompt, options }: Ask,
  { metric, counterfactual: { rows } }: Question,
  values: NodeValues,
  top: number,
): Promise<Attributed> =>
  runner.attribute(
    {
      tokens: prompt.tokens.map(({ id }) => id),
      metric: [...metricWeights(metric)].map(([token, weight]) => ({
        token,
        position: metric.position,
        weight,
      })),
      rules: 'exact',
      points,
      baseline: { values, rows },
      edges: { top, choose: 'circuit' },
    },
    options,
  );

/** The metric where the counterfactual is the prompt; the mean over its versions. */
async function counterfactualMetric(
  ask: Ask,
  { metric, counterfactual: { rows } }: Question,
): Promise<number> {
  const logits = await lastLogits(ask, rows);
  const [answer, rival] = metric.tokens;
  if (answer === undefined) throw new RangeError('a metric of no token');
  const each = rows.map((_, row) => metricOf(at(logits, row, 0).data, metric.position, answer, rival).value);
  return each.reduce((sum, value) => sum + value, 0) / each.length;
}
