import type { LensFigure } from '../src/figure/lens-figure.ts';
import { heatScale } from './heat-scale.ts';
import { drawLegend, type LegendItem } from './legend.ts';
import { drawLensTable, plainFrame, type TablePlace } from './lens-table.ts';
import type { Pen } from './pen.ts';
import { drawRidges, PLAIN_DASH } from './ridges.ts';
import { line, outline } from './shapes.ts';
import { CARD, COLOR, SIZE } from './theme.ts';

const RIGHT = SIZE.width - CARD.margin;
const LEGEND_Y = 431;
const POSITIONS: TablePlace = { left: CARD.margin, right: RIGHT, top: 76, bottom: 394, header: 'below' };
const RANKS: TablePlace = { left: CARD.margin, right: 424, top: 92, bottom: 412, header: 'above' };
const RIDGES = { left: 452, right: RIGHT, top: 80, bottom: 394 } as const;

/** Depth bottom to top against tokens; or against rank, with the wave trail beside it. */
export function drawLens(pen: Pen, figure: LensFigure): void {
  drawLensTable(pen, figure, figure.form === 'positions' ? POSITIONS : RANKS);
  if (figure.trail !== undefined) drawRidges(pen, figure.trail, RIDGES);
  drawLegend(pen, LEGEND_Y, [
    heatScale(pen, 'probability, √ scale'),
    {
      width: 16,
      sign: (x, y) => outline(pen.ctx, { x: x + 1, y: y - 6, width: 14, height: 12 }, 3, COLOR.text, 2),
      text: 'the answer leads from here on',
    },
    ...plainItem(pen, figure),
    { width: 0, sign: () => undefined, text: '⋮ depths left out' },
    ...(figure.trail === undefined ? [] : [dashes(pen, COLOR.faint, [2, 4], '100 %')]),
  ]);
}

/** How the plain logit lens is drawn beside a linear one, where it is. */
function plainItem(pen: Pen, figure: LensFigure): LegendItem[] {
  if (figure.trail?.words[0]?.plain !== undefined)
    return [dashes(pen, COLOR.sub, PLAIN_DASH, 'by the logit lens')];
  if (!figure.rows.some(({ cells }) => cells.some((cell) => cell?.plain))) return [];
  return [
    {
      width: 16,
      sign: (x, y) => plainFrame(pen, { x: x + 1, y: y - 6, width: 14, height: 12 }),
      text: 'by the logit lens',
    },
  ];
}

const dashes = (pen: Pen, color: string, dash: readonly number[], text: string): LegendItem => ({
  width: 20,
  sign: (x, y) =>
    line(
      pen.ctx,
      [
        [x, y],
        [x + 20, y],
      ],
      color,
      { dash: [...dash], width: 1.4 },
    ),
  text,
});
