import type { SamplesFigure } from '../src/figure/samples-figure.ts';
import { CARD, SIZE } from './theme.ts';

/** One side's column, logical pixels. */
export interface SideColumn {
  readonly left: number;
  readonly right: number;
}

export interface SamplesLayout {
  readonly columns: readonly SideColumn[];
  /** Where strips may reach. */
  readonly strips: readonly SideColumn[];
  /** Middles of headings, first bars and gauges; upper edges of strips. */
  readonly heading: number;
  readonly bars: number;
  readonly pitch: number;
  readonly gauge: number;
  readonly strip: number;
  /** Below the strips: its rule, heading, first row, the line after the rows. */
  readonly panel: {
    readonly rule: number;
    readonly heading: number;
    readonly rows: number;
    readonly pitch: number;
    readonly after: number;
  };
}

const GAP = 28;
const TOP = 80;
/** Last line above the legend. */
const END = 410;
/** Heights of what does not grow: a heading, above and below a gauge, a strip, a panel's rule and heading. */
const HEAD = 20;
const GAUGE = 14;
const BELOW_GAUGE = 16;
const STRIP = 92;
const PANEL = 34;
const MOST_PITCH = 24;
export const LEGEND_Y = 433;

/** Two columns; the parts below each other, spread over the height. */
export function samplesLayout({ sides, followers, words }: SamplesFigure): SamplesLayout {
  const [left, right] = [CARD.margin, SIZE.width - CARD.margin];
  const middle = (left + right) / 2;
  const columns = [
    { left, right: middle - GAP / 2 },
    { left: middle + GAP / 2, right },
  ];
  const alone = sides.length < 2;
  const below = alone
    ? 0
    : Math.max(...(followers ?? []).map(({ rows }) => rows.length + 1), words?.[0]?.length ?? 0);
  const beside = alone ? (words?.[0]?.length ?? 0) : 0;
  const lines = Math.max(beside, ...sides.map(({ bars }) => bars.length), 1);
  const fixed = HEAD + GAUGE + BELOW_GAUGE + STRIP + (alone ? 0 : PANEL + 4);
  const rows = lines + below - (alone ? 0.5 : 1.5); // first and last reach half a pitch beyond their middles
  const spare = END - TOP - fixed;
  const pitch = Math.min(MOST_PITCH, spare / rows);
  const loose = Math.max(0, spare - pitch * rows) / 3;
  const bars = TOP + HEAD + Math.min(loose, 8);
  const gauge = bars + (lines - 0.5) * pitch + GAUGE + Math.min(loose, 14) / 2;
  const strip = gauge + BELOW_GAUGE + Math.min(loose, 30) / 2;
  const rule = strip + STRIP + 4 + Math.min(loose, 20) / 2;
  return {
    columns,
    strips: alone ? [{ left, right }] : columns,
    heading: TOP,
    bars,
    pitch,
    gauge,
    strip,
    panel: { rule, heading: rule + 14, rows: rule + PANEL, pitch, after: rule + PANEL + (below - 1) * pitch },
  };
}
