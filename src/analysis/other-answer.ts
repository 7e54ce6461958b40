import { type Token, type TokenId, tokenId } from '../kernel/ids.ts';
import { at, type Tensor } from '../kernel/tensor.ts';
import { largest } from './candidate-edits.ts';
import { kindOf } from './word-kind.ts';

/** Softmax of every row, averaged. @param logits `[rows, 1, vocab]` */
export function meanProbabilities(logits: Tensor): Float32Array {
  const [rows = 0, , vocab = 0] = logits.shape;
  const mean = new Float32Array(vocab);
  for (let row = 0; row < rows; row++) {
    const values = at(logits, row, 0).data;
    const top = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
    let total = 0;
    for (const value of values) total += Math.exp(value - top);
    for (let id = 0; id < vocab; id++)
      mean[id] = (mean[id] ?? 0) + Math.exp((values[id] ?? 0) - top) / total / rows;
  }
  return mean;
}

/** Ids of the likeliest answers but the explained one, for their texts to be had. */
export const otherAnswers = (probabilities: Float32Array, answer: TokenId, count: number): TokenId[] =>
  largest(probabilities, count + 1)
    .map(tokenId)
    .filter((id) => id !== answer);

/** The likeliest of them that is of the answer's kind, or else the likeliest. */
export function rivalOf(
  answer: Token,
  others: readonly TokenId[],
  texts: ReadonlyMap<TokenId, string>,
): Token | undefined {
  const tokens = others.map((id) => ({ id, text: texts.get(id) ?? '' }));
  const kind = kindOf(answer.text);
  return tokens.find(({ text }) => kindOf(text) === kind) ?? tokens[0];
}
