import type { TrajectoryFigure, TrajectoryLane } from '../src/figure/trajectory-figure.ts';
import { inkOn, mix } from './colour.ts';
import { drawLegend, type LegendItem } from './legend.ts';
import type { Pen } from './pen.ts';
import { line, outline, roundBox } from './shapes.ts';
import { CARD, COLOR, SIZE, TEXT } from './theme.ts';
import { drawPanels, LANES } from './trajectory-panels.ts';

const RIGHT = SIZE.width - CARD.margin;
const CELLS = { left: CARD.margin + 84, right: RIGHT - 62, top: 98, height: 22, pitch: 27 } as const;
const EVENT_Y = 84;
const QUOTE = { pitch: 18, label: 112 } as const;
const BOTTOM = 418;
const LEGEND_Y = 433;
/** How far a cell goes towards its tint with every measure at its limit. */
const TINT = 0.9;

/** Depth timeline: a lane of passes for each run, what it says, and below it every measure. */
export function drawTrajectory(pen: Pen, figure: TrajectoryFigure): void {
  const pitch = (CELLS.right - CELLS.left) / Math.max(1, figure.passes);
  figure.lanes.forEach((lane, i) => {
    drawLane(pen, lane, { i, pitch, single: figure.lanes.length === 1 });
  });
  drawEvent(pen, figure, pitch);
  const quotes = CELLS.top + figure.lanes.length * CELLS.pitch + 8;
  figure.lanes.forEach(({ quote }, i) => {
    drawQuote(pen, quote, quotes + i * QUOTE.pitch, LANES[i] ?? LANES[0]);
  });
  const top = quotes + figure.lanes.length * QUOTE.pitch + 8;
  drawPanels(pen, figure, { left: CARD.margin, right: RIGHT, top, bottom: BOTTOM });
  drawLegend(pen, LEGEND_Y, legendOf(pen, figure));
}

function drawLane(
  pen: Pen,
  { label, cells, end }: TrajectoryLane,
  { i, pitch, single }: { i: number; pitch: number; single: boolean },
): void {
  const top = CELLS.top + i * CELLS.pitch;
  const y = top + CELLS.height / 2;
  const color = single ? COLOR.text : (LANES[i] ?? LANES[0]);
  pen.text(label, CARD.margin, y, {
    size: TEXT.body,
    weight: 600,
    color,
    room: CELLS.left - CARD.margin - 8,
  });
  cells.forEach(({ share, acted }, pass) => {
    const box = { x: CELLS.left + pass * pitch, y: top, width: pitch - 3, height: CELLS.height };
    const ground = mix(COLOR.panel, COLOR.warn, TINT * share);
    roundBox(pen.ctx, box, 5, ground);
    if (acted) outline(pen.ctx, box, 5, COLOR.good, 2);
    if (pitch > 20 || pass % 5 === 4)
      pen.text(String(pass + 1), box.x + box.width / 2, y, {
        size: TEXT.small,
        color: inkOn(ground),
        align: 'center',
      });
  });
  const x = CELLS.left + cells.length * pitch + 4;
  if (end !== '') pen.text(end, x, y, { size: TEXT.small, color: COLOR.sub, room: RIGHT - x });
}

/** A mark over the pass, its words beside it where there is more room. */
function drawEvent(pen: Pen, { event }: TrajectoryFigure, pitch: number): void {
  if (event === null) return;
  const x = CELLS.left + (event.pass - 0.5) * pitch;
  const y = EVENT_Y;
  pen.ctx.beginPath();
  pen.ctx.moveTo(x - 6, y - 3);
  pen.ctx.lineTo(x + 6, y - 3);
  pen.ctx.lineTo(x, y + 7);
  pen.ctx.closePath();
  pen.ctx.fillStyle = COLOR.exchanged;
  pen.ctx.fill();
  const right = x < (CELLS.left + CELLS.right) / 2;
  const room = right ? RIGHT - x - 12 : x - 12 - CARD.margin;
  const style = { size: TEXT.small, color: COLOR.exchanged, align: right ? 'left' : 'right', room } as const;
  pen.text(event.label, right ? x + 11 : x - 11, y + 1, style);
}

function drawQuote(pen: Pen, { label, text }: TrajectoryLane['quote'], y: number, color: string): void {
  const left = CARD.margin + QUOTE.label;
  pen.text(label, CARD.margin, y, { size: TEXT.small, color, room: QUOTE.label - 6 });
  pen.text(text, left, y, { size: TEXT.small, color: COLOR.sub, room: RIGHT - left });
}

function legendOf(pen: Pen, { legend }: TrajectoryFigure): LegendItem[] {
  const stroke = (color: string): LegendItem['sign'] => {
    return (x, y) => {
      const ends = [
        [x, y],
        [x + 18, y],
      ] as const;
      line(pen.ctx, ends, color, { width: 2.5 });
    };
  };
  const dashed: LegendItem['sign'] = (x, y) => {
    const ends = [
      [x, y],
      [x + 18, y],
    ] as const;
    line(pen.ctx, ends, COLOR.warn, { dash: [4, 3], width: 1.4 });
  };
  return [
    { width: 18, sign: stroke(LANES[0]), text: legend.without },
    ...(legend.with === null ? [] : [{ width: 18, sign: stroke(LANES[1]), text: legend.with }]),
    { width: 18, sign: dashed, text: 'limit' },
    {
      width: 16,
      sign: (x, y) =>
        roundBox(pen.ctx, { x, y: y - 6, width: 16, height: 12 }, 3, mix(COLOR.panel, COLOR.warn, 0.6)),
      text: legend.cells,
    },
    ...(legend.with === null
      ? []
      : [
          {
            width: 16,
            sign: (x: number, y: number) =>
              outline(pen.ctx, { x: x + 1, y: y - 6, width: 14, height: 12 }, 3, COLOR.good, 2),
            text: 'guard acts',
          },
        ]),
  ];
}
