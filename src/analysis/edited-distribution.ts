import type { Token, TokenId } from '../kernel/ids.ts';
import { tokenId } from '../kernel/ids.ts';
import { largest } from './candidate-edits.ts';
import type { MovedWord } from './intervention-finding.ts';

/** A next-token distribution: logits, and the logarithm of what normalises them. */
export interface Distribution {
  readonly logits: Float32Array; // [vocab]
  readonly logTotal: number;
}

export function distributionOf(logits: Float32Array): Distribution {
  const top = logits.reduce((most, logit) => Math.max(most, logit), Number.NEGATIVE_INFINITY);
  let total = 0;
  for (const logit of logits) total += Math.exp(logit - top);
  return { logits, logTotal: top + Math.log(total) };
}

export const logitOf = ({ logits }: Distribution, id: number): number => logits[id] ?? Number.NaN;

export const probOf = (side: Distribution, id: number): number => Math.exp(logitOf(side, id) - side.logTotal);

/** −Σ p ln p, nats. */
export function entropyOf({ logits, logTotal }: Distribution): number {
  let sum = 0;
  for (const logit of logits) sum -= Math.exp(logit - logTotal) * (logit - logTotal);
  return sum;
}

/** KL(p ‖ q) = Σ p ln(p / q), nats; never below 0, where rounding would have it. */
export function divergence(p: Distribution, q: Distribution): number {
  let sum = 0;
  for (let id = 0; id < p.logits.length; id++) {
    const [a, b] = [logitOf(p, id) - p.logTotal, logitOf(q, id) - q.logTotal];
    sum += Math.exp(a) * (a - b);
  }
  return Math.max(0, sum);
}

/** Ids of the leading words of either side, by the larger of their two probabilities. */
export function leadingIds(before: Distribution, after: Distribution, count: number): TokenId[] {
  const ids = new Set([...largest(before.logits, count), ...largest(after.logits, count)]);
  const most = (id: number): number => Math.max(probOf(before, id), probOf(after, id));
  return [...ids]
    .sort((a, b) => most(b) - most(a) || a - b)
    .slice(0, count)
    .map(tokenId);
}

export const movedWord = (token: Token, before: Distribution, after: Distribution): MovedWord => ({
  id: token.id,
  text: token.text,
  before: { logit: logitOf(before, token.id), prob: probOf(before, token.id) },
  after: { logit: logitOf(after, token.id), prob: probOf(after, token.id) },
});
