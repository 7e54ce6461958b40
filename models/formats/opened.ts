import type { ModelDescription } from '../description.ts';
import type { WeightTable } from '../weights.ts';
import type { GgufFile } from './gguf.ts';

/** Weights that were found whole, finite and as their configuration describes them. */
export interface OpenedWeights {
  readonly description: ModelDescription;
  readonly weights: WeightTable;
  readonly tokenizerSource: TokenizerSource;
  /** sha256 (hex) over the configuration and every byte of the weights, the same on every machine. */
  readonly fingerprint: string;
  /** The type most weights were quantised as, where they were: `Q4_1`. */
  readonly quantised?: string;
}

/** Where the text side of opened weights is found. */
export type TokenizerSource =
  | { readonly kind: 'folder'; readonly folder: string }
  | { readonly kind: 'gguf'; readonly file: GgufFile }
  /** Weights alone: token ids go in and come out, no text. */
  | { readonly kind: 'none'; readonly folder: string };
