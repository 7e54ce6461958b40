import type { FigureBase } from './figure-base.ts';
import type { EntropyGauge, SharedBar } from './samples-figure.ts';

/** How sure a model is: measures with what they are worth, next words, sampled answers. */
export interface UncertaintyFigure extends FigureBase {
  readonly kind: 'uncertainty';
  readonly measures: readonly MeasureRow[];
  readonly words: readonly SharedBar[];
  readonly answers: readonly SharedBar[];
  readonly gauge: EntropyGauge;
}

export interface MeasureRow {
  readonly name: string;
  readonly value: string;
  /** What the unsure end of its scale stands for. */
  readonly end: string;
  /** On the row's own scale, 0..1; the sure end at the left. */
  readonly at: number;
  /** Medians of questions that the model knows and of those that nobody could. */
  readonly known?: number;
  readonly unknown?: number;
  /** AUROC with its interval; absent where nobody measured it. */
  readonly worth?: {
    readonly text: string;
    readonly value: number;
    readonly low: number;
    readonly high: number;
  };
}
