import type { MeasureRow, UncertaintyFigure } from '../src/figure/uncertainty-figure.ts';
import { drawEntropyGauge } from './entropy-gauge.ts';
import { drawLegend } from './legend.ts';
import type { Pen } from './pen.ts';
import { line, mark, roundBox } from './shapes.ts';
import { drawShareBars } from './share-bars.ts';
import { CARD, COLOR, SIZE, TEXT } from './theme.ts';

const RIGHT = SIZE.width - CARD.margin;
const TABLE = { head: 82, top: 106, pitch: 29 } as const;
const NAME = CARD.margin;
const VALUE = 232;
const TRACK = { left: 248, right: 488 } as const;
const WORTH = { left: 556, right: 622 } as const;
const LOWER = { heading: 266, bars: 290, pitch: 22, gauge: 408 } as const;
const LEGEND_Y = 432;
const MIDDLE = SIZE.width / 2;

/** Every measure on its own scale with what it is worth; below, next words and sampled answers. */
export function drawUncertainty(pen: Pen, figure: UncertaintyFigure): void {
  const head = { size: TEXT.small, color: COLOR.faint } as const;
  pen.text('sure', TRACK.left, TABLE.head, head);
  pen.text('unsure', TRACK.right, TABLE.head, { ...head, align: 'right' });
  const measured = figure.measures.some(({ worth }) => worth !== undefined);
  if (measured) pen.text('known from unknown, AUROC', WORTH.left, TABLE.head, head);
  figure.measures.forEach((row, i) => {
    drawMeasure(pen, row, TABLE.top + i * TABLE.pitch, i % 2 === 0);
  });
  const heading = { size: TEXT.body, weight: 700 } as const;
  pen.text('next word', CARD.margin, LOWER.heading, heading);
  pen.text('sampled answers', MIDDLE + 14, LOWER.heading, heading);
  const place = { y: LOWER.bars, pitch: LOWER.pitch };
  drawShareBars(pen, figure.words, { ...place, left: CARD.margin, right: MIDDLE - 14 });
  drawShareBars(pen, figure.answers, { ...place, left: MIDDLE + 14, right: RIGHT });
  drawEntropyGauge(pen, figure.gauge, { left: MIDDLE + 14, right: RIGHT, y: LOWER.gauge });
  drawKeys(pen, measured);
}

function drawMeasure(pen: Pen, row: MeasureRow, y: number, banded: boolean): void {
  if (banded) roundBox(pen.ctx, { x: 12, y: y - 14, width: SIZE.width - 24, height: 28 }, 7, COLOR.panel);
  pen.text(row.name, NAME, y, { size: TEXT.body, weight: 600, room: 130 });
  pen.text(row.value, VALUE, y, { size: TEXT.body, weight: 600, color: COLOR.sub, align: 'right', room: 88 });
  pen.text(row.end, TRACK.right + 14, y, { size: TEXT.small, color: COLOR.faint, room: 44 });
  const at = (share: number) => TRACK.left + (TRACK.right - TRACK.left) * share;
  roundBox(pen.ctx, { x: TRACK.left, y: y - 2, width: TRACK.right - TRACK.left, height: 4 }, 2, COLOR.border);
  if (row.known !== undefined) tick(pen, at(row.known), y, COLOR.good, -1);
  if (row.unknown !== undefined) tick(pen, at(row.unknown), y, COLOR.opposes, 1);
  dot(pen, at(row.at), y);
  if (row.worth === undefined) return;
  const { text, value, low, high } = row.worth;
  const reach = (auroc: number) => WORTH.left + (WORTH.right - WORTH.left) * Math.min(1, Math.max(0, auroc));
  roundBox(pen.ctx, { x: WORTH.left, y: y - 4, width: WORTH.right - WORTH.left, height: 8 }, 4, COLOR.raised);
  roundBox(pen.ctx, { x: WORTH.left, y: y - 4, width: reach(value) - WORTH.left, height: 8 }, 4, COLOR.qk);
  line(
    pen.ctx,
    [
      [reach(low), y],
      [reach(high), y],
    ],
    COLOR.text,
    { width: 1.6 },
  );
  line(
    pen.ctx,
    [
      [reach(0.5), y - 7],
      [reach(0.5), y + 7],
    ],
    COLOR.faint,
    { width: 1.4 },
  );
  pen.text(text, RIGHT, y, { size: TEXT.small, align: 'right', room: RIGHT - WORTH.right - 8 });
}

/** A triangle that stands on the line (−1) or hangs below it (1). */
function tick({ ctx }: Pen, x: number, y: number, color: string, side: -1 | 1): void {
  ctx.beginPath();
  ctx.moveTo(x, y + side * 4);
  ctx.lineTo(x - 6, y + side * 12.5);
  ctx.lineTo(x + 6, y + side * 12.5);
  ctx.closePath();
  ctx.fillStyle = color;
  ctx.fill();
}

const dot = ({ ctx }: Pen, x: number, y: number): void =>
  mark(ctx, 'circle', { x, y, radius: 6 }, { fill: COLOR.text, rim: COLOR.ground });

function drawKeys(pen: Pen, measured: boolean): void {
  drawLegend(pen, LEGEND_Y, [
    { width: 12, sign: (x, y) => dot(pen, x + 6, y), text: 'here' },
    ...(measured
      ? [
          {
            width: 12,
            sign: (x: number, y: number) => tick(pen, x + 6, y + 7, COLOR.good, -1),
            text: 'median of known',
          },
          {
            width: 12,
            sign: (x: number, y: number) => tick(pen, x + 6, y - 7, COLOR.opposes, 1),
            text: 'median of unknown',
          },
          {
            width: 2,
            sign: (x: number, y: number) =>
              line(
                pen.ctx,
                [
                  [x + 1, y - 7],
                  [x + 1, y + 7],
                ],
                COLOR.faint,
                { width: 1.4 },
              ),
            text: 'chance',
          },
        ]
      : []),
  ]);
}
