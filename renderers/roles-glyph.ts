import { font } from './fonts.ts';
import type { Pen } from './pen.ts';

/** Half the height of capitals, of the size: the pen sets text by their middle. */
const HALF_CAPITALS = 0.727 / 2;

/** A sign with the middle of its ink at a point: symbols hang at all heights of their line. */
export function drawGlyph(
  pen: Pen,
  glyph: string,
  x: number,
  y: number,
  style: { size: number; color: string },
): void {
  pen.ctx.font = font(style.size, 400);
  const ink = pen.ctx.measureText(glyph);
  const right = (ink.actualBoundingBoxRight - ink.actualBoundingBoxLeft) / 2;
  const down = (ink.actualBoundingBoxDescent - ink.actualBoundingBoxAscent) / 2;
  pen.text(glyph, x - right, y - down - HALF_CAPITALS * style.size, style);
}
