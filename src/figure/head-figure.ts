import type { Column } from './columns.ts';
import type { FigureBase } from './figure-base.ts';

/** One head on one card: where it looks, why there, what it writes, what that did. */
export interface HeadFigure extends FigureBase {
  readonly kind: 'head';
  readonly look: {
    readonly caption: string;
    readonly columns: readonly LookColumn[];
  };
  /** QK: the look at one token, taken apart. */
  readonly why: QkPanel;
  /** OV: words up and down. */
  readonly writes: SignedPanel;
  readonly effect: EffectAxis;
  readonly copying: { readonly caption: string; readonly bars: readonly CopyingBar[] };
}

export type LookColumn = Column & {
  readonly label: string;
  readonly sink: boolean;
  /** The token that looks. */
  readonly looking: boolean;
  /** Value-weighted attention, 0..1: the thick bar; a gap holds the sum of its tokens. */
  readonly weighted: number;
  /** Softmax attention, 0..1: the thin bar. */
  readonly raw: number;
  /** `46 %`, of the thick bar where it is tall enough to be read. */
  readonly text?: string;
};

/** Query parts down, key parts across; the last of each are all others together. */
export interface QkPanel {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly { readonly label: string; readonly cells: readonly QkCell[] }[];
  readonly note: string;
}

export interface QkCell {
  readonly score: number;
  readonly value: string;
  /** `score` against the largest of the table, −1..1. */
  readonly share: number;
}

export interface SignedPanel {
  readonly caption: string;
  readonly rows: readonly SignedRow[];
  /** A sentence below the rows. */
  readonly note: string;
}

export interface SignedRow {
  readonly label: string;
  readonly score: number;
  readonly value: string;
  /** `score` against the largest of the panel, −1..1: length and side of the bar. */
  readonly share: number;
}

export interface EffectAxis {
  readonly caption: string;
  /** Places on the axis, 0..1. */
  readonly zero: number;
  readonly own: number;
  readonly others: readonly number[];
  /** Which way the head pushes. */
  readonly supports: boolean;
  readonly name: string;
  /** Of the axis' ends, logits. */
  readonly low: string;
  readonly high: string;
}

/** A share of tokens, and what chance reaches. */
export interface CopyingBar {
  readonly label: string;
  /** 0..1 */
  readonly share: number;
  readonly chance: number;
  readonly value: string;
}
