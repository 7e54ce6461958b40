import type { FigureBase } from './figure-base.ts';

/** OV side: what each leading component writes, and which tokens it read for it. */
export interface WritesFigure extends FigureBase {
  readonly kind: 'writes';
  readonly rows: readonly WritesRow[];
}

export interface WritesRow {
  readonly name: string;
  /** Direct score on the metric, logits. */
  readonly score: number;
  readonly value: string;
  /** `score` against the largest, −1..1: length and side of the bar. */
  readonly share: number;
  readonly up: readonly WrittenWord[];
  readonly down: readonly WrittenWord[];
  /** Tokens the score was read from, most first; empty for an MLP, which reads its own position. */
  readonly sources: readonly WrittenWord[];
  /** The score per token (or per `tokensPerCell` tokens) against the largest of the row, −1..1. */
  readonly strip: readonly number[];
  readonly tokensPerCell: number;
}

export interface WrittenWord {
  readonly label: string;
  readonly score: number;
  readonly value: string;
}
