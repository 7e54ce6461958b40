import type { Attributed } from '../kernel/attributed.ts';

/** How far what the embeddings' scores sum to may be from the metric's way, as a share of it. */
const FAR = 0.25;

export interface Completeness {
  /** Σ of the embeddings' scores, logits. */
  readonly sum: number;
  /** The metric of the prompt minus that of the counterfactual: what they sum to over infinitely many points. */
  readonly way: number;
  readonly points: number;
}

/**
 * Whether the points between the two prompts are enough: everything enters by the embeddings, so the
 * integral of their gradients along the line is the whole way of the metric (completeness, Sundararajan
 * 1703.01365). A metric that leaps between two points is missed by both.
 *
 * @param other  the metric in the counterfactual
 */
export function completeness(
  { metric, embeddings }: Attributed,
  other: number,
  points: number,
): Completeness {
  return { sum: embeddings.data.reduce((sum, score) => sum + score, 0), way: metric - other, points };
}

export const isComplete = ({ sum, way }: Completeness): boolean => Math.abs(sum - way) <= FAR * Math.abs(way);
