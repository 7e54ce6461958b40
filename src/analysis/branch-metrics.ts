import type { Token, TokenId } from '../kernel/ids.ts';

/** Weight of a logit in a metric. */
export interface BranchTerm {
  readonly token: TokenId;
  readonly position: number;
  readonly weight: number;
}

/**
 * For each branch the metric that asks “this rather than the others”: its logit minus the mean logit
 * of the others. The metrics of all branches sum to 0; of two, one is the other's negative.
 */
export function branchTerms(branches: readonly Token[], position: number): BranchTerm[][] {
  const other = -1 / (branches.length - 1);
  return branches.map((_, own) =>
    branches.map(({ id }, i) => ({ token: id, position, weight: i === own ? 1 : other })),
  );
}

/** The same from the branches' own logits, one metric each. */
export function branchMetrics(logits: readonly number[]): number[] {
  const total = logits.reduce((sum, logit) => sum + logit, 0);
  return logits.map((logit) => logit - (total - logit) / (logits.length - 1));
}
