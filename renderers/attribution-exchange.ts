import type { AttributionFigure } from '../src/figure/attribution-figure.ts';
import type { Layout } from './attribution-layout.ts';
import type { Pen } from './pen.ts';
import { outline } from './shapes.ts';
import { CARD, COLOR, TEXT } from './theme.ts';
import { CHIP, type ChipPlace } from './token-chips.ts';

const STYLE = { size: TEXT.small, weight: 600, color: COLOR.exchanged } as const;
const GAP = 8;
/** Less room than this is for a letter or two, px. */
const LEGIBLE = 30;

/** A rim around each exchanged token, and below it what the counterfactual has there: `→ Germany`. */
export function drawExchanged(pen: Pen, { columns }: AttributionFigure, layout: Layout): void {
  const exchanged = columns.flatMap(({ exchanged: word }, i) => {
    const place = layout.chips[i];
    return word === undefined || place === undefined ? [] : [{ word, place }];
  });
  exchanged.forEach(({ word, place }, i) => {
    rim(pen, place, layout.chipTop);
    const room = roomAt(place, exchanged[i - 1]?.place, exchanged[i + 1]?.place, layout.right);
    const text = pen.width(`→ ${word}`, STYLE) <= room ? `→ ${word}` : word.replace(/^·+/, '');
    if (room < LEGIBLE) return; // the rim alone says that it is exchanged
    pen.text(text, place.x, layout.exchanged, { ...STYLE, align: 'center', room });
  });
}

function rim({ ctx }: Pen, { left, right, row }: ChipPlace, chipTop: number): void {
  const y = chipTop + row * CHIP.rowPitch;
  outline(ctx, { x: left, y, width: right - left, height: CHIP.height }, 6, COLOR.exchanged, 1.6);
}

/** As far to both sides as to the middle between it and its neighbour, or to the end of the graph. */
function roomAt(
  { x }: ChipPlace,
  before: ChipPlace | undefined,
  after: ChipPlace | undefined,
  right: number,
): number {
  const low = before === undefined ? CARD.margin : (before.x + x) / 2 + GAP / 2;
  const high = after === undefined ? right : (after.x + x) / 2 - GAP / 2;
  return 2 * Math.max(0, Math.min(x - low, high - x));
}
