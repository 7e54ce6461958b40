import type { TokenId } from '../kernel/ids.ts';
import { at, dot, type Tensor } from '../kernel/tensor.ts';
import { type Probe, secondHalf } from './probe.ts';
import type { Samples } from './roles-attention.ts';

/** By sequence and query of the second half: the earlier tokens' positions, first those of the predicted one. */
export interface Predicted {
  /** `[sequence][query − second half]` */
  readonly at: readonly (readonly {
    readonly query: number;
    readonly keys: readonly number[];
    readonly other: readonly number[];
  }[])[];
}

/**
 * Which of the tokens seen so far the stream entering a layer already predicts, at every query of
 * the repeated half: the one with the largest logit through the final norm and unembedding, the
 * query's own token left out; and another of them drawn at random, for the null.
 *
 * @param entering  `[sequence, token, width]` hook_resid_pre
 * @param direction `γ ∘ W_U[:, token]`, by token; the scale of the norm does not change the order
 */
export function predictedTokens(
  probe: Probe,
  entering: Tensor,
  direction: ReadonlyMap<TokenId, Float32Array>,
  random: () => number,
): Predicted {
  const first = Math.max(1, probe.lead);
  return {
    at: probe.repeated.map((row, sequence) =>
      row.slice(secondHalf(probe)).map((own, i) => {
        const query = secondHalf(probe) + i;
        const seen = [...new Set(row.slice(first, query))].filter((id) => id !== own);
        const state = at(entering, sequence, query).data;
        const said = seen.map((id) => dot(state, direction.get(id) ?? new Float32Array(state.length)));
        const best = said.indexOf(Math.max(...said));
        const step = 1 + Math.floor(random() * Math.max(1, seen.length - 1));
        const positions = (id: TokenId | undefined) =>
          row.flatMap((token, key) => (token === id && key >= first && key < query ? [key] : []));
        return { query, keys: positions(seen[best]), other: positions(seen[(best + step) % seen.length]) };
      }),
    ),
  };
}

/**
 * Mean attention of one head to the tokens that are already predicted: what a copy-suppressing head
 * looks for (McDougall 2310.04625); the null is another token seen so far.
 *
 * @param repeated  `[sequence, head, query, key]`
 */
export function predictedScores({ at: queries }: Predicted, repeated: Tensor, head: number): Samples {
  const mean = (pick: 'keys' | 'other') =>
    queries.map((row, sequence) => {
      const pattern = at(repeated, sequence, head);
      const looks = row.map((each) =>
        each[pick].reduce((sum, key) => sum + (at(pattern, each.query).data[key] ?? 0), 0),
      );
      return looks.reduce((sum, look) => sum + look, 0) / Math.max(1, looks.length);
    });
  return { score: mean('keys'), null: mean('other') };
}
