import type { ReadSide } from '../graph/edge-ports.ts';
import type { Way } from './edge-ways.ts';

/** A way into a receiver with the gradient at what is read there, averaged over the points. */
export interface EdgeInput {
  readonly way: Way;
  readonly gradient: ReadGradient | StreamGradient;
}

/** At a side of a head, over the scale of the norm before it, `[T, dh]`; pulls as in edgeGraph, `[T, P]`. */
export interface ReadGradient {
  readonly kind: 'read';
  readonly side: ReadSide;
  /** Of the side's own heads: keys and values have fewer than queries where heads are grouped. */
  readonly head: number;
  readonly rows: Float32Array;
  readonly pulls: Float32Array;
}

/** At the residual stream, `[T, D]`. */
export interface StreamGradient {
  readonly kind: 'stream';
  readonly rows: Float32Array;
}
