import type { ControlScale } from '../src/figure/comparison-figure.ts';
import type { Pen } from './pen.ts';
import { line, mark, roundBox } from './shapes.ts';
import { CARD, COLOR, SIZE, TEXT } from './theme.ts';

const RIGHT = SIZE.width - CARD.margin;
const TRACK = { width: 150, narrow: 64, height: 8, gap: 10 } as const;
const BETWEEN = 20;
const LABEL = { size: TEXT.body, color: COLOR.sub } as const;
const NOTE = { size: TEXT.small, color: COLOR.faint } as const;

/** In the footer: the divergence as a diamond on a scale whose band is what drawn edits do. */
export function drawControls(pen: Pen, scales: readonly ControlScale[]): void {
  const room = (RIGHT - CARD.margin - BETWEEN * (scales.length - 1)) / scales.length;
  scales.forEach((scale, i) => {
    drawScale(pen, scale, CARD.margin + i * (room + BETWEEN), room);
  });
}

function drawScale(
  pen: Pen,
  { label, value, note, at, random, tone }: ControlScale,
  left: number,
  room: number,
): void {
  const y = CARD.footer;
  let x = left + pen.text(label, left, y, LABEL) + 6;
  x += pen.text(value, x, y, { ...LABEL, weight: 600, color: COLOR.text }) + TRACK.gap + 4;
  if (random !== undefined) {
    const width = room > 400 ? TRACK.width : TRACK.narrow;
    drawTrack(pen, { x, y, width }, at, random, tone);
    x += width + TRACK.gap + 4;
  }
  pen.text(note, x, y, { ...NOTE, room: left + room - x });
}

function drawTrack(
  { ctx }: Pen,
  { x, y, width }: { x: number; y: number; width: number },
  at: number,
  { median, p95 }: NonNullable<ControlScale['random']>,
  tone: ControlScale['tone'],
): void {
  roundBox(ctx, { x, y: y - TRACK.height / 2, width, height: TRACK.height }, 4, COLOR.raised);
  const band = { x, y: y - TRACK.height / 2, width: Math.max(2, width * p95), height: TRACK.height };
  roundBox(ctx, band, 4, COLOR.faint);
  line(
    ctx,
    [
      [x + width * median, y - 6],
      [x + width * median, y + 6],
    ],
    COLOR.text,
    { width: 1.5 },
  );
  const color = tone === 'plain' ? COLOR.text : COLOR[tone];
  const place = { x: x + width * at, y, radius: 5.5 };
  mark(ctx, 'diamond', place, { fill: color, rim: COLOR.ground });
  // Hollow where the edit does no more than chance.
  if (tone === 'warn')
    mark(ctx, 'diamond', { ...place, radius: 2.5 }, { fill: COLOR.ground, rim: COLOR.ground });
}
