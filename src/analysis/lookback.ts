import { at, type Tensor } from '../kernel/tensor.ts';

/** Positions of a text, `to` not among them. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * Lookback ratio of every head: how much of its attention goes back to what it was given rather than
 * to what it wrote itself, a mean per token against a mean per token,
 *
 *     mean(A[q, context]) / (mean(A[q, context]) + mean(A[q, answer so far]))
 *
 * averaged over the positions q of the answer (where its next token, or its end, is written). ½ is as
 * much to either; a plain description until a detector is fitted on it.
 *
 * @param patterns  hook_pattern of each layer, `[1, head, query, key]`
 * @param context   the positions looked back to
 * @param answer    the positions of the answer; not empty
 * @returns `[layer][head]`, 0 to 1
 * @see Chuang et al. 2024, "Lookback Lens" (2407.07071), whose sum this is
 */
export function lookbackRatios(patterns: readonly Tensor[], context: Span, answer: Span): number[][] {
  return patterns.map((pattern) =>
    Array.from({ length: pattern.shape[1] ?? 0 }, (_, head) => {
      let sum = 0;
      for (let query = answer.from; query < answer.to; query++) {
        const row = at(pattern, 0, head, query).data;
        const given = meanOver(row, context.from, context.to);
        const own = meanOver(row, answer.from, query + 1);
        sum += given / (given + own || 1);
      }
      return sum / (answer.to - answer.from);
    }),
  );
}

function meanOver(row: Float32Array, from: number, to: number): number {
  let sum = 0;
  for (let key = from; key < to; key++) sum += row[key] ?? 0;
  return sum / (to - from);
}

/** Mean over all heads. */
export function meanRatio(ratios: readonly (readonly number[])[]): number {
  const all = ratios.flat();
  return all.reduce((sum, ratio) => sum + ratio, 0) / all.length;
}
