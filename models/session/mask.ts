import type { Intervention } from '../loaded.ts';

type Mask = Extract<Intervention, { kind: 'mask' }>;

/**
 * What is added to the attention scores, `[1 or batch, 1, T, S]`: 0 where a query sees a key, −∞ where not.
 *
 * Causal, less what the interventions hide. A query with nothing left to see keeps its own position,
 * since attention over no key is undefined; no other query sees that position through it.
 *
 * @param past  keys before this call; an intervention counts within this call's tokens
 */
export function attentionMask(
  batch: number,
  tokens: number,
  past: number,
  hidden: readonly Mask[],
): { readonly shape: readonly number[]; readonly data: Float32Array } {
  const rows = hidden.length === 0 ? 1 : batch;
  const keys = past + tokens;
  const data = new Float32Array(rows * tokens * keys);
  for (let row = 0; row < rows; row++) {
    const mine = hidden.filter((mask) => mask.row === undefined || mask.row === row);
    for (let query = 0; query < tokens; query++) {
      const from = (row * tokens + query) * keys;
      const own = past + query;
      data.fill(Number.NEGATIVE_INFINITY, from + own + 1, from + keys);
      for (const mask of mine)
        if (hides(mask, query)) data[from + past + mask.key] = Number.NEGATIVE_INFINITY;
      if (!seesAny(data.subarray(from, from + keys))) data[from + own] = 0;
    }
  }
  return { shape: [rows, 1, tokens, keys], data };
}

const hides = (mask: Mask, query: number): boolean =>
  (mask.query === undefined || mask.query === query) && query >= (mask.from ?? query);

const seesAny = (scores: Float32Array): boolean => scores.includes(0);
