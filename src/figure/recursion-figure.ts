import type { FigureBase } from './figure-base.ts';

/** Passes × tokens × the layer at which each token has settled. */
export interface RecursionFigure extends FigureBase {
  readonly kind: 'recursion';
  readonly layers: number;
  /** Drawn as a line through every pass; null: there is none. */
  readonly target: number | null;
  readonly passes: readonly RecursionRow[];
  /** Most tokens of a pass: columns. */
  readonly columns: number;
}

export interface RecursionRow {
  readonly name: string;
  /** `all by L24`, `never all`. */
  readonly all: string;
  /** All of it has settled by the target. */
  readonly synced: boolean;
  readonly tokens: readonly {
    readonly label: string;
    /** Null: only the last state has it. */
    readonly layer: number | null;
    readonly late: boolean;
  }[];
}
