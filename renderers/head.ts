import type { HeadFigure } from '../src/figure/head-figure.ts';
import { drawCopying, drawEffect } from './head-effect.ts';
import { drawLook } from './head-look.ts';
import { drawPanel } from './head-panel.ts';
import { drawTable } from './head-table.ts';
import type { Pen } from './pen.ts';
import { CARD, COLOR, SIZE } from './theme.ts';

const MIDDLE = SIZE.width / 2;
const GUTTER = 14;
const LEFT = { left: CARD.margin, right: MIDDLE - GUTTER } as const;
const RIGHT = { left: MIDDLE + GUTTER, right: SIZE.width - CARD.margin } as const;
const PANELS = 220;
const BOTTOM = 396;

/** Top: where it looks; middle: why there (QK) and what it writes (OV); bottom: what that did. */
export function drawHead(pen: Pen, figure: HeadFigure): void {
  drawLook(pen, figure.look);
  drawTable(pen, figure.why, { ...LEFT, top: PANELS, tone: COLOR.qk });
  drawPanel(pen, figure.writes, { ...RIGHT, top: PANELS, tone: COLOR.ov });
  drawEffect(pen, figure.effect, { ...LEFT, top: BOTTOM });
  drawCopying(pen, figure.copying, { ...RIGHT, top: BOTTOM });
}
