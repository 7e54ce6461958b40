/** Names of the edge graph's inputs: the session feeds by them. T tokens, P points of the line, N inputs of receivers. */

export const READ_SIDES = ['query', 'key', 'value'] as const;
export type ReadSide = (typeof READ_SIDES)[number];

/** `[n, T, dh]` gradients at a side of a layer's heads, over the norm's scale; `[n]` which head of W each is. */
export const readRows = (side: ReadSide, layer: number): string => `${side}.${layer}.rows`;
export const readHeads = (side: ReadSide, layer: number): string => `${side}.${layer}.heads`;
/** `[T, n of all sides, P]`: how much of the stream at each point comes on top. */
export const pulls = (layer: number): string => `pulls.${layer}`;
/** `[P, T, D]` the stream entering a layer. */
export const streams = (layer: number): string => `streams.${layer}`;
/** `[n, T, D]` gradients at what MLPs and the logit read. */
export const STREAM_ROWS = 'stream.rows';
/** `[N, U]` 1 where a sender comes before a receiver. */
export const EXISTS = 'exists';

/** What senders put out beyond the baseline: `[T, H, dh]`, `[T, D]`, `[T, D]`. */
export const headSenders = (layer: number): string => `heads.${layer}`;
export const mlpSenders = (layer: number): string => `mlps.${layer}`;
export const EMBEDDING_SENDERS = 'embeddings';
