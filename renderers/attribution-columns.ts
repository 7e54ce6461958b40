import type { AttributionFigure } from '../src/figure/attribution-figure.ts';
import type { Pen } from './pen.ts';
import { type ChipPlace, chipWidth, placeChips } from './token-chips.ts';

/** Air on both sides of the answering column. */
export const LANE_GAP = 6;
/** No column is widened beyond this for its nodes. */
const WIDEST = 90;

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
  const wanted = before.map((chip, i) => Math.max(0, Math.min(WIDEST, crowds[i] ?? 0) - chip));
  const spare = right - left - before.reduce((sum, chip) => sum + chip + LANE_GAP, 0);
  const grant = Math.min(1, Math.max(0, spare) / Math.max(1, sum(wanted)));
  const widths = before.map((chip, i) => chip + grant * (wanted[i] ?? 0));
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
