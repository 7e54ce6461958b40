import type { Tensor } from './tensor.ts';

/** What one run forwards and backwards says of every node, and of the edges among the leading ones. */
export interface Attributed {
  /** The metric of the prompt itself, logits. */
  readonly metric: number;
  /**
   * `[layer, token, heads + 1]`, the last unit being the MLP: (own output − baseline) · gradient
   * averaged over the points, logits.
   */
  readonly nodes: Tensor;
  /** `[token]`: the same of the token embeddings. */
  readonly embeddings: Tensor;
  /** What biases add to the metric; 0 against a baseline, in which they are the same. */
  readonly biases: number;
  readonly edges?: AttributedEdges;
  /** What a reply must say of it, as of gradients: that the way back ran elsewhere than the model does. */
  readonly notes?: readonly string[];
}

export interface AttributedEdges {
  /** Among the chosen nodes, the embeddings and the logit; an edge that cannot exist is not in the list. */
  readonly list: readonly AttributedEdge[];
  /** The chosen nodes, largest |score| first, then the logit: all edges into each, from any node of the model. */
  readonly receivers: readonly {
    readonly place: Place;
    /** Edges that can exist. */
    readonly count: number;
    /** Σ|score| over them. */
    readonly absolute: number;
  }[];
}

export interface AttributedEdge {
  /** Nodes count as gates of a patch lie: see Place. */
  readonly from: Place;
  readonly to: Place;
  /** What the sender changes at the receiver: a head's query, the key or value it finds at the sender's token, or all that is read. */
  readonly via: EdgePort;
  /** logits */
  readonly score: number;
}

export type EdgePort = 'query' | 'key' | 'value' | 'mlp' | 'logit';

/**
 * Heads and MLPs: `(layer · tokens + position) · (heads + 1) + unit`; then the embedding of each
 * position, in order; then the logit.
 */
export type Place = number;
