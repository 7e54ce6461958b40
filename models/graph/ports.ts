/** Names of the forward graph's inputs: the session feeds by them. */

/** `[B, T]` token ids. */
export const TOKENS = 'tokens';
/** `[T, dh/2]` cosines and sines of each token's position, one column a frequency. */
export const COSINES = 'rotary_cos';
export const SINES = 'rotary_sin';
/** `[1 or B, 1, T, S]` added to the attention scores: 0 where a query sees a key, −∞ where not; S = earlier + T keys. */
export const MASK = 'attention_mask';
/** `[M]` rows of the flattened `[B · T]` whose logits are computed. */
export const LOGIT_ROWS = 'logit_rows';

/** `[B, K, P, dh]` keys (rotated) and values of the P tokens before this call. */
export const pastKey = (layer: number): string => `past.${layer}.key`;
export const pastValue = (layer: number): string => `past.${layer}.value`;

/** Places where a run may be edited: a head's z, an MLP's output, the residual stream entering a layer. */
export type Site = 'head' | 'mlp' | 'residual';

/** `out ← gain · out + add`, each broadcast, so that a lone 1 and a lone 0 leave the run as it is. */
export const gainPort = (site: Site, layer: number): string => `edit.${site}.${layer}.gain`;
export const addPort = (site: Site, layer: number): string => `edit.${site}.${layer}.add`;

/** `[M, D]` rows of the unembedding of the tokens that metrics name, and `[N, M]` their weights at every position of every row. */
export const METRIC_ROWS = 'metric_rows';
export const METRIC = 'metric';
/** A number: 1 for exact gradients, 0 for frozen ones. */
export const EXACT = 'exact';
