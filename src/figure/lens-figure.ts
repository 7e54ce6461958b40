import type { FigureBase } from './figure-base.ts';
import type { Trail } from './trail.ts';

/** The vocabulary read at each depth: of one position (columns are ranks) or of many (columns are tokens). */
export interface LensFigure extends FigureBase {
  readonly kind: 'lens';
  readonly form: 'ranks' | 'positions';
  /** Tokens read, for `positions`; `1st`, `2nd`, … for `ranks`. */
  readonly columns: readonly string[];
  /** Of `ranks`: the last column is the plain logit lens's first word, beside those of a linear lens. */
  readonly beside: boolean;
  /** Deepest last. */
  readonly rows: readonly LensRow[];
  /** Every depth of the position, for `ranks`. */
  readonly trail?: Trail;
}

export interface LensRow {
  readonly depth: string;
  /** After attention, before the MLP: drawn as the lesser row. */
  readonly mid: boolean;
  /** Half-layers between this row and the one below it that are not shown. */
  readonly skipped: number;
  /** One per column; null where the lens listed no word. */
  readonly cells: readonly (LensCell | null)[];
}

export interface LensCell {
  readonly label: string;
  readonly prob: number;
  readonly text: string;
  /** From this row on the column's final answer leads for good. */
  readonly settled: boolean;
  /** The same by the plain logit lens, where the cell is a linear lens's. */
  readonly plain: boolean;
}
