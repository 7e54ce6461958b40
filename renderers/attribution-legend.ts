import { drawLegend, type LegendItem } from './legend.ts';
import type { Pen } from './pen.ts';
import { line, type Mark, mark } from './shapes.ts';
import { COLOR } from './theme.ts';

/** What the signs of an attribution graph mean, in one row. */
export function drawAttributionLegend(pen: Pen, y: number): void {
  const { ctx } = pen;
  const stroke = (text: string, color: string, dash: number[]): LegendItem => ({
    width: 22,
    sign: (x) =>
      line(
        ctx,
        [
          [x, y],
          [x + 22, y],
        ],
        color,
        { width: 3, dash },
      ),
    text,
  });
  const shape = (text: string, shape: Mark, fill: string): LegendItem => ({
    width: 11,
    sign: (x) => mark(ctx, shape, { x: x + 5.5, y, radius: 5 }, { fill, rim: COLOR.ground }),
    text,
  });
  const items: LegendItem[] = [
    stroke('supports', COLOR.supports, []),
    stroke('opposes', COLOR.opposes, [6, 4]),
    shape('head', 'circle', COLOR.head),
    shape('MLP', 'diamond', COLOR.mlp),
    shape('emb', 'square', COLOR.head),
    shape('token', 'square', COLOR.embedding),
    { width: 20, sign: (x) => widths(pen, x, y), text: 'width, size = |score| by kind' },
    { width: 24, sign: (x) => tints(pen, x, y), text: 'token total' },
  ];
  drawLegend(pen, y, items);
}

function widths({ ctx }: Pen, x: number, y: number): void {
  [0.7, 1.8, 3.4].forEach((width, i) => {
    line(
      ctx,
      [
        [x, y - 5 + i * 4.5],
        [x + 20, y - 5 + i * 4.5],
      ],
      COLOR.sub,
      { width },
    );
  });
}

function tints({ ctx }: Pen, x: number, y: number): void {
  const gradient = ctx.createLinearGradient(x, 0, x + 24, 0);
  gradient.addColorStop(0, COLOR.opposes);
  gradient.addColorStop(0.5, COLOR.raised);
  gradient.addColorStop(1, COLOR.supports);
  ctx.beginPath();
  ctx.roundRect(x, y - 6, 24, 12, 4);
  ctx.fillStyle = gradient;
  ctx.fill();
}
