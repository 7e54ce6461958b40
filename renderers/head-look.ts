import type { HeadFigure, LookColumn } from '../src/figure/head-figure.ts';
import { fade } from './colour.ts';
import type { Pen } from './pen.ts';
import { hatch } from './score-bar.ts';
import { line, outline, roundBox } from './shapes.ts';
import { CARD, COLOR, SIZE, TEXT } from './theme.ts';
import { CHIP, type ChipPlace, chipWidth, drawChip, placeChips } from './token-chips.ts';

const CAPTION = 80;
const TOP = 108;
/** Lower edge of the chips. */
const BOTTOM = 199;
/** Shorter bars are not drawn: they would look like dirt on the line. */
const LEAST = 0.6;
const SINK = '#4a4f5a';

/** Above each token how much of the look it gets: the thick bar what is carried, the thin one raw attention. */
export function drawLook(pen: Pen, { caption, columns }: HeadFigure['look']): void {
  const [left, right] = [CARD.margin, SIZE.width - CARD.margin];
  const width = pen.text(caption, left, CAPTION, {
    size: TEXT.body,
    weight: 600,
    color: COLOR.qk,
    room: 330,
  });
  drawKeys(pen, left + width + 22);
  const chips = columns.map(({ label, kind, weighted, sink }) => ({
    label,
    gap: kind === 'gap',
    tint: sink ? 0 : weighted,
  }));
  const places = placeChips(
    chips.map((chip) => Math.max(40, chipWidth(pen, chip))),
    left,
    right,
  );
  const rows = 1 + Math.max(0, ...places.map(({ row }) => row));
  const top = BOTTOM - CHIP.height - (rows - 1) * CHIP.rowPitch;
  const floor = top - 5;
  const ends = [
    [left, floor],
    [right, floor],
  ] as const;
  line(pen.ctx, ends, COLOR.border);
  columns.forEach((column, i) => {
    const [place, chip] = [places[i], chips[i]];
    if (place === undefined || chip === undefined) return;
    drawBars(pen, column, place, floor);
    drawChip(pen, chip, place, top, floor);
    if (column.looking) outline(pen.ctx, chipBox(place, top), 6, COLOR.qk, 1.8);
  });
}

const chipBox = ({ left, right, row }: ChipPlace, top: number) => ({
  x: left,
  y: top + row * CHIP.rowPitch,
  width: right - left,
  height: CHIP.height,
});

function drawBars(
  pen: Pen,
  { weighted, raw, sink, text }: LookColumn,
  { x, cell }: ChipPlace,
  floor: number,
): void {
  const reach = floor - TOP;
  const thick = Math.min(24, (cell.right - cell.left) * 0.4);
  const bar = (share: number, width: number, middle: number) => ({
    x: middle - width / 2,
    y: floor - reach * Math.min(1, share),
    width,
    height: reach * Math.min(1, share),
  });
  const [carried, looked] = [bar(weighted, thick, x - 3), bar(raw, 3.5, x + thick / 2 + 1)];
  if (carried.height > LEAST) roundBox(pen.ctx, carried, 2, sink ? SINK : COLOR.qk);
  if (looked.height > LEAST) roundBox(pen.ctx, looked, 1, sink ? fade(COLOR.faint, 0.7) : COLOR.text);
  if (sink) hatch(pen.ctx, { ...looked, x: x - 3 - thick / 2, width: thick }, fade(COLOR.faint, 0.55), 5);
  const style = { size: TEXT.small, weight: 600, align: 'center' } as const;
  const fits = [text, text?.replace(' %', '')].find(
    (shown) => shown !== undefined && pen.width(shown, style) < cell.right - cell.left - 2,
  );
  if (fits !== undefined && !sink) pen.text(fits, x, Math.min(carried.y, looked.y) - 8, style);
}

/** What the bars are, behind the caption; what does not fit is left out, whole. */
function drawKeys(pen: Pen, from: number): void {
  const style = { size: TEXT.small, color: COLOR.sub } as const;
  let x = from;
  for (const [width, fill, text] of [
    [10, COLOR.qk, 'carries over'],
    [3.5, COLOR.text, 'raw attention'],
    [10, SINK, 'sink: looked at, carries little'],
  ] as const) {
    const end = x + width + 6 + pen.width(text, style);
    if (end > SIZE.width - CARD.margin) return;
    roundBox(pen.ctx, { x, y: CAPTION - 6, width, height: 12 }, 1.5, fill);
    pen.text(text, x + width + 6, CAPTION, style);
    x = end + 16;
  }
}
