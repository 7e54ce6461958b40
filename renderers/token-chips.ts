import { diverging, inkOn } from './colour.ts';
import type { Pen, TextStyle } from './pen.ts';
import { line, roundBox } from './shapes.ts';
import { COLOR, TEXT } from './theme.ts';

/** A token to be set in a row: a gap is set without a ground. */
export interface ChipText {
  readonly label: string;
  readonly gap: boolean;
  /** −1..1 */
  readonly tint: number;
}

export interface ChipPlace {
  /** Middle of the column. */
  readonly x: number;
  readonly left: number;
  readonly right: number;
  /** 0, or 1 for the lower row when chips stand in two. */
  readonly row: number;
  /** Edges of the whole column. */
  readonly cell: { readonly left: number; readonly right: number };
}

export const CHIP = { height: 22, pad: 6, least: 18, gap: 4, rowPitch: 25 } as const;
const STYLE: TextStyle = { size: TEXT.small + 0.5 };

export const chipWidth = (pen: Pen, { label }: ChipText): number =>
  Math.max(CHIP.least, pen.width(label, { ...STYLE, weight: 600 }) + 2 * CHIP.pad);

/**
 * Places chips side by side between `left` and `right`, wide ones wider; in two rows by turns when
 * one row is too short, each chip then reaching at most to the middle of its neighbours.
 */
export function placeChips(widths: readonly number[], left: number, right: number): ChipPlace[] {
  const natural = widths.reduce((sum, width) => sum + width + CHIP.gap, 0);
  const room = right - left;
  const spare = Math.max(0, room - natural) / Math.max(1, widths.length);
  const squeeze = Math.min(1, room / Math.max(1, natural));
  let edge = left;
  const cells = widths.map((width) => {
    const pitch = (width + CHIP.gap) * squeeze + spare;
    edge += pitch;
    return { x: edge - pitch / 2, cell: { left: edge - pitch, right: edge } };
  });
  if (squeeze === 1) {
    return cells.map((at, i) => ({ ...at, ...span(at.x, widths[i] ?? 0, -Infinity, Infinity), row: 0 }));
  }
  return cells.map((at, i) => {
    const low = cells[i - 1]?.x ?? left - CHIP.gap;
    const high = cells[i + 1]?.x ?? right + CHIP.gap;
    return { ...at, ...span(at.x, widths[i] ?? 0, low + CHIP.gap / 2, high - CHIP.gap / 2), row: i % 2 };
  });
}

const span = (x: number, width: number, low: number, high: number) => ({
  left: Math.max(low, x - width / 2),
  right: Math.min(high, x + width / 2),
});

/**
 * @param top   upper edge of the first row
 * @param stem  height to which a line joins a chip that stands in the far row
 */
export function drawChip(pen: Pen, chip: ChipText, place: ChipPlace, top: number, stem: number): void {
  const y = top + place.row * CHIP.rowPitch;
  const box = { x: place.left, y, width: place.right - place.left, height: CHIP.height };
  const ground = diverging(chip.tint);
  drawStem(pen, place.x, stem < y ? [stem, y] : [y + CHIP.height, stem]);
  if (!chip.gap) roundBox(pen.ctx, box, 6, ground);
  pen.text(chip.label, (place.left + place.right) / 2, y + CHIP.height / 2, {
    ...STYLE,
    weight: Math.abs(chip.tint) > 0.2 ? 600 : 400,
    color: chip.gap ? COLOR.faint : inkOn(ground),
    align: 'center',
    room: box.width - 4,
  });
}

function drawStem({ ctx }: Pen, x: number, [from, to]: readonly [number, number]): void {
  const ends = [
    [x, from],
    [x, to],
  ] as const;
  if (to > from) line(ctx, ends, COLOR.border);
}
