import type { SamplesFigure, SamplesSide } from '../src/figure/samples-figure.ts';
import { drawEntropyGauge } from './entropy-gauge.ts';
import { inLine } from './in-line.ts';
import { drawLegend } from './legend.ts';
import type { Pen } from './pen.ts';
import { drawFollowers } from './samples-followers.ts';
import { LEGEND_Y, type SamplesLayout, type SideColumn, samplesLayout } from './samples-layout.ts';
import { drawStrip, STRIP_ROWS } from './samples-strip.ts';
import { line, mark, roundBox } from './shapes.ts';
import { drawShareBars, labelRoom } from './share-bars.ts';
import { COLOR, TEXT } from './theme.ts';

/** Answers as bars, how far they scatter, the likeliest one token by token; below, what follows which. */
export function drawSamples(pen: Pen, figure: SamplesFigure): void {
  const layout = samplesLayout(figure);
  const { columns, strips, heading, bars, pitch, gauge, strip } = layout;
  const labels = labelRoom(
    pen,
    figure.sides.map((side) => side.bars),
  );
  figure.sides.forEach((side, i) => {
    const [column, wide] = [columns[i], strips[i]];
    if (column === undefined || wide === undefined) return;
    drawHeading(pen, side, column, heading);
    drawShareBars(pen, side.bars, { ...column, y: bars, pitch, labels });
    drawEntropyGauge(pen, side.gauge, { ...column, y: gauge });
    drawStrip(pen, side, wide, strip);
  });
  drawWords(pen, figure, layout);
  figure.followers?.forEach((panel, i) => {
    const column = columns[i];
    if (column !== undefined) drawFollowers(pen, panel, column, layout.panel);
  });
  drawKeys(pen, figure.followers !== undefined);
}

/** Next words: beside the answers of the only side, or below both. */
function drawWords(pen: Pen, { sides, words = [] }: SamplesFigure, layout: SamplesLayout): void {
  const alone = sides.length < 2;
  const at = alone ? { heading: layout.heading, rows: layout.bars } : layout.panel;
  const labels = labelRoom(pen, words);
  words.forEach((bars, i) => {
    const column = layout.columns[alone ? 1 : i];
    if (column === undefined) return;
    pen.text('next word', column.left, at.heading, { size: TEXT.body, weight: 700 });
    drawShareBars(pen, bars, { ...column, y: at.rows, pitch: layout.pitch, labels });
  });
}

function drawHeading(
  pen: Pen,
  { heading, quote }: SamplesSide,
  { left, right }: SideColumn,
  y: number,
): void {
  const strong = { size: TEXT.body, weight: 700 } as const;
  const width = pen.text(heading, left, y, strong);
  const style = { size: TEXT.small, color: COLOR.sub } as const;
  const room = right - left - width - 7;
  if (quote !== '')
    pen.text(inLine(pen, quote, style, { up: 13, down: 6 }), left + width + 7, y, { ...style, room });
}

function drawKeys(pen: Pen, followers: boolean): void {
  const cell = (color: string, text: string) => ({
    width: 12,
    sign: (x: number, y: number) => roundBox(pen.ctx, { x, y: y - 6, width: 12, height: 12 }, 3, color),
    text,
  });
  const [prob, entropy, settle] = STRIP_ROWS;
  drawLegend(
    pen,
    LEGEND_Y,
    [
      { width: 22, sign: (x, y) => whisker(pen, x, y), text: '95 % bootstrap' },
      cell(prob.color, 'probability'),
      cell(entropy.color, 'entropy, nats'),
      cell(settle.color, 'layer it leads from'),
      ...(followers
        ? [
            {
              width: 11,
              sign: (x: number, y: number) =>
                mark(
                  pen.ctx,
                  'circle',
                  { x: x + 5.5, y, radius: 5 },
                  { fill: COLOR.head, rim: COLOR.ground },
                ),
              text: 'head',
            },
            {
              width: 11,
              sign: (x: number, y: number) =>
                mark(
                  pen.ctx,
                  'diamond',
                  { x: x + 5.5, y, radius: 5 },
                  { fill: COLOR.mlp, rim: COLOR.ground },
                ),
              text: 'MLP',
            },
            { width: 0, sign: () => {}, text: 'logits lost without it' },
          ]
        : []),
    ],
    12,
  );
}

function whisker({ ctx }: Pen, x: number, y: number): void {
  line(
    ctx,
    [
      [x, y],
      [x + 22, y],
    ],
    COLOR.sub,
    { width: 3 },
  );
  for (const end of [x, x + 22])
    line(
      ctx,
      [
        [end, y - 5],
        [end, y + 5],
      ],
      COLOR.sub,
      { width: 1.6 },
    );
  ctx.beginPath();
  ctx.arc(x + 9, y, 4.5, 0, 2 * Math.PI);
  ctx.fillStyle = COLOR.text;
  ctx.fill();
}
