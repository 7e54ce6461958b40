import { fade } from './colour.ts';
import { drawLegend, type LegendItem } from './legend.ts';
import type { Pen } from './pen.ts';
import { drawScoreBar } from './score-bar.ts';
import { type Mark, mark } from './shapes.ts';
import { COLOR } from './theme.ts';

/** What the signs of a fork tree mean, in one row. */
export function drawForkLegend(pen: Pen, y: number): void {
  const { ctx } = pen;
  const bar = (share: number, text: string): LegendItem => ({
    width: 20,
    sign: (x) => drawScoreBar(ctx, share, { x: share < 0 ? x + 20 : x, y, reach: 20, height: 10 }),
    text,
  });
  const shape = (text: string, shape: Mark, fill: string): LegendItem => ({
    width: 11,
    sign: (x) => mark(ctx, shape, { x: x + 5.5, y, radius: 5 }, { fill, rim: COLOR.ground }),
    text,
  });
  drawLegend(pen, y, [
    bar(1, 'for the word'),
    bar(-1, 'against it'),
    shape('head', 'circle', COLOR.head),
    shape('MLP', 'diamond', COLOR.mlp),
    shape('token', 'square', COLOR.embedding),
    { width: 20, sign: (x) => wedge(pen, x, y), text: 'width = probability' },
    { width: 0, sign: () => {}, text: 'a ← b: at a, reads b' },
  ]);
}

function wedge({ ctx }: Pen, x: number, y: number): void {
  ctx.beginPath();
  ctx.moveTo(x, y - 1);
  ctx.lineTo(x + 20, y - 6);
  ctx.lineTo(x + 20, y + 6);
  ctx.lineTo(x, y + 1);
  ctx.closePath();
  ctx.fillStyle = fade(COLOR.good, 0.7);
  ctx.fill();
}
