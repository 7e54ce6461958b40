import type { Token, TokenId } from '../kernel/ids.ts';
import type { Metric } from './findings.ts';

/**
 * The number to be explained, read from the run's own logits: a token's logit, or how far the answer
 * is ahead of its rival (the softmax knows differences only, so that is the better question).
 *
 * @param logits  of the answering position, `[vocab]`
 */
export function metricOf(
  logits: Float32Array,
  position: number,
  answer: Token,
  rival: Token | undefined,
): Metric {
  const of = ({ id }: Token) => logits[id] ?? Number.NaN;
  return rival === undefined
    ? { kind: 'logit', tokens: [bare(answer)], position, value: of(answer) }
    : { kind: 'logitDiff', tokens: [bare(answer), bare(rival)], position, value: of(answer) - of(rival) };
}

/** Readings of a token carry more than the token. */
const bare = ({ id, text }: Token): Token => ({ id, text });

/** The metric as weights on logits: +1 for the answer, −1 for its rival. */
export function metricWeights({ tokens }: Metric): Map<TokenId, number> {
  const [answer, rival] = tokens;
  const weights = new Map<TokenId, number>();
  if (answer !== undefined) weights.set(answer.id, 1);
  if (rival !== undefined) weights.set(rival.id, -1);
  return weights;
}
