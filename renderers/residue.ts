import type { ResidueFigure } from '../src/figure/residue-figure.ts';
import { diverging } from './colour.ts';
import { drawLegend } from './legend.ts';
import type { Pen } from './pen.ts';
import { drawResidueMap } from './residue-map.ts';
import { drawMark } from './residue-marks.ts';
import { drawWaves } from './residue-waves.ts';
import { roundBox } from './shapes.ts';
import { CARD, SIZE } from './theme.ts';

const LEGEND_Y = 433;
const MAP = { left: CARD.margin, right: 384, top: 76, bottom: 416 } as const;
const WAVES = { left: 408, right: SIZE.width - CARD.margin, top: 72, bottom: 416 } as const;

/** The residue map on the left, wave trails on the right, layers to the right in both. */
export function drawResidue(pen: Pen, figure: ResidueFigure): void {
  drawResidueMap(pen, figure, MAP);
  drawWaves(pen, figure.waves, figure.layers, WAVES);
  const swatch = (tint: number) => (x: number, y: number) =>
    roundBox(pen.ctx, { x, y: y - 5, width: 16, height: 10 }, 2, diverging(tint));
  const sign = (confirmed: boolean) => (x: number, y: number) => drawMark(pen, '🝚', confirmed, x + 8, y);
  drawLegend(
    pen,
    LEGEND_Y,
    [
      { width: 16, sign: swatch(-1), text: 'looked at more than worth' },
      { width: 16, sign: swatch(1), text: 'worth more than looked at' },
      { width: 17, sign: sign(true), text: 'confirmed' },
      { width: 17, sign: sign(false), text: 'not' },
      { width: 0, sign: () => undefined, text: '🝚 misfire  ∴ given up  ⇌ collision' },
    ],
    12,
  );
}
