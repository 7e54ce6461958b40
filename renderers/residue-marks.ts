import type { ResidueGlyph } from '../src/figure/residue-figure.ts';
import type { Pen } from './pen.ts';
import { drawGlyph } from './roles-glyph.ts';
import { COLOR } from './theme.ts';

export const MARK_RADIUS = 8.5;

/** By pattern, beside the glyph. */
const MARK_COLOR: Readonly<Record<ResidueGlyph, string>> = {
  '🝚': COLOR.ov,
  '∴': COLOR.good,
  '⇌': COLOR.mlp,
};

/** A glyph on a disc: filled where confirmed, a ring where not. */
export function drawMark(pen: Pen, glyph: ResidueGlyph, confirmed: boolean, x: number, y: number): void {
  const { ctx } = pen;
  const color = MARK_COLOR[glyph];
  ctx.beginPath();
  ctx.arc(x, y, MARK_RADIUS, 0, 2 * Math.PI);
  ctx.fillStyle = confirmed ? color : COLOR.ground;
  ctx.fill();
  ctx.lineWidth = 1.6;
  ctx.strokeStyle = confirmed ? COLOR.ground : color;
  ctx.stroke();
  drawGlyph(pen, glyph, x, y, { size: 12, color: confirmed ? COLOR.ink : color });
}
