import type { FigureBase } from './figure-base.ts';

/** Texts one after another, in every measure of collapse; with a guard the same run twice. */
export interface TrajectoryFigure extends FigureBase {
  readonly kind: 'trajectory';
  /** Columns: passes of the longer run. */
  readonly passes: number;
  /** The run as it is, then the one under a guard. */
  readonly lanes: readonly TrajectoryLane[];
  /** Where the trigger was met, or the first measure reached its limit. */
  readonly event: { readonly pass: number; readonly label: string } | null;
  readonly panels: readonly TrajectoryPanel[];
  readonly legend: { readonly without: string; readonly with: string | null; readonly cells: string };
}

export interface TrajectoryLane {
  readonly label: string;
  /** A cell for each pass that was made. */
  readonly cells: readonly {
    /** Of the measures, those that are at their limit, 0 to 1; drawn as the strength of the tint. */
    readonly share: number;
    /** Made while the guard acted. */
    readonly acted: boolean;
  }[];
  /** Stands where no more passes were made. */
  readonly end: string;
  /** What was said in the pass that is quoted. */
  readonly quote: { readonly label: string; readonly text: string };
}

export interface TrajectoryPanel {
  readonly title: string;
  /** Limit and false positives: `≥ 0.70 · false 2.1 %`. */
  readonly limitText: string;
  readonly limit: number;
  readonly low: number;
  readonly high: number;
  readonly lowText: string;
  readonly highText: string;
  /** `[lane][pass]`; null where it cannot be measured. */
  readonly lines: readonly (readonly (number | null)[])[];
  /** In place of the lines, where nothing could be measured. */
  readonly note: string;
}
