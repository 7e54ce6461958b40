import type { Column } from './columns.ts';
import type { FigureBase } from './figure-base.ts';

/** QK side: where the answering position looks. Rows are heads, columns tokens. */
export interface AttentionFigure extends FigureBase {
  readonly kind: 'attention';
  readonly columns: readonly (Column & { readonly label: string; readonly sink: boolean })[];
  readonly heads: readonly AttentionRow[];
}

export interface AttentionRow {
  readonly name: string;
  /** Direct score of the head, logits. */
  readonly score: number;
  readonly value: string;
  /** `score` against the largest, −1..1: length and side of the bar. */
  readonly share: number;
  /** One per column; a gap holds the sum of its tokens. */
  readonly cells: readonly AttentionCell[];
}

export interface AttentionCell {
  /** Value-weighted attention, 0..1: the colour. */
  readonly weighted: number;
  /** Softmax attention, 0..1: the thin mark inside. */
  readonly raw: number;
  /** `46 %`, for cells strong enough to be read. */
  readonly text?: string;
}
