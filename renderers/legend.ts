import type { Pen } from './pen.ts';
import { CARD, COLOR, SIZE, TEXT } from './theme.ts';

/** A sign and what it means. The sign is drawn from `x`, on the line `y`. */
export interface LegendItem {
  readonly width: number;
  readonly sign: (x: number, y: number) => void;
  readonly text: string;
}

const GAP = 16;
const STYLE = { size: TEXT.small, color: COLOR.sub } as const;

/** One row from the left margin; what does not fit is left out, whole. */
export function drawLegend(pen: Pen, y: number, items: readonly LegendItem[], gap = GAP): void {
  let x: number = CARD.margin;
  for (const { width, sign, text } of items) {
    const end = x + width + 6 + pen.width(text, STYLE);
    if (end > SIZE.width - CARD.margin) continue;
    sign(x, y);
    pen.text(text, x + width + 6, y, STYLE);
    x = end + gap;
  }
}
