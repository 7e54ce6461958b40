import type { AttributionFigure } from '../src/figure/attribution-figure.ts';
import type { Pen } from './pen.ts';
import { type ChipPlace, chipWidth, placeChips } from './token-chips.ts';

/** Air on both sides of the answering column. */
export const LANE_GAP = 6;
/** What is to spare is shared out by the width of the nodes; a column without nodes counts as this, px. */
const QUIET = 10;

export interface ColumnFrame {
  readonly left: number;
  /** Where the answering column begins. */
  readonly right: number;
  readonly spine: number;
  /** Half the width of the answering column. */
  readonly lane: number;
  /** Width that the nodes of each column would take. */
  readonly crowds: readonly number[];
}

/** The answering token stands under the spine; the others share the rest, crowded columns wider. */
export function columnPlaces(
  pen: Pen,
  { columns, answerColumn }: AttributionFigure,
  { left, right, spine, lane, crowds }: ColumnFrame,
): ChipPlace[] {
  const chips = columns.map((column) => chipWidth(pen, { ...column, gap: column.kind === 'gap' }));
  const before = chips.slice(0, answerColumn);
  const spare = Math.max(0, right - left - sum(before) - LANE_GAP * before.length);
  const loud = before.map((_, i) => QUIET + (crowds[i] ?? 0));
  const widths = before.map((chip, i) => chip + (spare * (loud[i] ?? 0)) / sum(loud));
  const places = placeChips(widths, left, right).map((place, i) => shrunk(place, chips[i] ?? 0));
  const half = Math.min(chips[answerColumn] ?? 0, 2 * lane + 2 * LANE_GAP) / 2;
  const cell = { left: spine - lane, right: spine + lane };
  return [...places, { x: spine, left: spine - half, right: spine + half, row: 0, cell }];
}

/** A chip is as wide as its text, however wide its column. */
const shrunk = (place: ChipPlace, chip: number): ChipPlace => ({
  ...place,
  left: Math.max(place.left, place.x - chip / 2),
  right: Math.min(place.right, place.x + chip / 2),
});

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
