import type { FigureBase } from './figure-base.ts';

/** A number over the answers of a session, oldest left, one step each; drawn with Vega-Lite. */
export interface TimelineFigure extends FigureBase {
  readonly kind: 'timeline';
  /** Words beside the value axis: what is counted, in which unit. */
  readonly axis: string;
  /** Reach of the value axis. */
  readonly from: number;
  readonly to: number;
  /** Each a shape and a colour; at most {@link SERIES}. */
  readonly series: readonly {
    readonly label: string;
    /** One thing over time, whose points a line joins. */
    readonly joined: boolean;
  }[];
  readonly points: readonly TimelinePoint[];
  /** Below the chart, at these points: when. */
  readonly ticks: readonly { readonly index: number; readonly label: string }[];
  /** Points that are told apart, most important first: `value` stands beside the point, all of it below the chart. */
  readonly notes: readonly {
    readonly index: number;
    /** `highest` */
    readonly name: string;
    readonly value: string;
    /** What was asked about. */
    readonly text: string;
  }[];
  /** A rule across the chart. */
  readonly median: { readonly value: number; readonly text: string } | null;
}

export interface TimelinePoint {
  readonly index: number;
  /** null: a gap; its place is marked at the bottom. */
  readonly value: number | null;
  /** Of {@link TimelineFigure.series}. */
  readonly series: number;
}

/** Series that shapes and colours keep apart. */
export const SERIES = 4;
