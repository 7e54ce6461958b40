import type { SelfFigure } from '../src/figure/self-figure.ts';
import { drawLegend, type LegendItem } from './legend.ts';
import type { Pen } from './pen.ts';
import { drawSelfBeside } from './self-beside.ts';
import { drawSelfPlot, SELF_COLOR } from './self-plot.ts';
import { drawSelfTable } from './self-table.ts';
import { line } from './shapes.ts';
import { CARD, COLOR, SIZE } from './theme.ts';

const RIGHT = SIZE.width - CARD.margin;
const PLOT = { left: CARD.margin + 36, right: 344, top: 92, bottom: 308 } as const;
const TABLE = { left: 364, right: RIGHT, top: 80, bottom: 326 } as const;
const BESIDE = { left: CARD.margin, right: RIGHT, top: 347 } as const;
const LEGEND_Y = 432;

/** Curves at the left, words of some layers at the right, what they are held against below. */
export function drawSelf(pen: Pen, figure: SelfFigure): void {
  drawSelfPlot(pen, figure, PLOT);
  drawSelfTable(pen, figure.rows, TABLE);
  drawSelfBeside(pen, figure.beside, BESIDE);
  drawLegend(pen, LEGEND_Y, [
    sample(pen, SELF_COLOR.is, 'own token', []),
    sample(pen, SELF_COLOR.says, 'next word', []),
    sample(pen, COLOR.sub, 'random vector', [5, 4]),
    sample(pen, COLOR.sub, 'no patch', [1.5, 4]),
    sample(pen, COLOR.qk, figure.lens.label, [], 1.2),
    { width: 0, sign: () => undefined, text: '⊘ a control says the same' },
  ]);
}

const sample = (pen: Pen, color: string, text: string, dash: number[], width = 2.2): LegendItem => ({
  width: 20,
  sign: (x, y) => {
    const ends = [
      [x, y],
      [x + 20, y],
    ] as const;
    line(pen.ctx, ends, color, { width, dash });
  },
  text,
});
