import type { Tensor } from '../kernel/tensor.ts';
import type { NodeName } from './findings.ts';
import { type NodeSpace, nodeAt } from './node-space.ts';

export interface ScoredNode {
  readonly id: NodeName;
  /** logits */
  readonly score: number;
}

/**
 * Scores of every head and MLP at every position, by name.
 *
 * @param nodes  `[layer, token, heads + 1]`, as Attributed has them
 */
export const scoredNodes = (space: NodeSpace, { data }: Tensor): ScoredNode[] =>
  Array.from(data, (score, node) => ({ id: nodeAt(space, node), score }));
