import type { AttributionFigure, Doubt, Said } from '../src/figure/attribution-figure.ts';
import { BAND, type Layout } from './attribution-layout.ts';
import { mix } from './colour.ts';
import { fittingParts } from './fitting-parts.ts';
import type { Pen } from './pen.ts';
import { line, roundBox } from './shapes.ts';
import { CARD, COLOR, SIZE, TEXT } from './theme.ts';

const ANSWER = { height: 28, pad: 10, gap: 14, label: 170, rival: 90 } as const;
const NOTE = { size: TEXT.small, color: COLOR.faint } as const;
const RIGHT = SIZE.width - CARD.margin;

/** The answer as a chip over the spine; to the left of it its rivals, and what is drawn of what. */
export function drawHead(pen: Pen, { answer, rivals, notes }: AttributionFigure, layout: Layout): void {
  const edge = drawAnswer(pen, answer, layout) - ANSWER.gap;
  const [first, ...others] = rivals;
  const free = first === undefined ? edge : drawRival(pen, first, edge, layout.head);
  const noted = drawNotes(pen, notes, free - ANSWER.gap, layout.head);
  drawRivals(pen, others, free, noted, layout.head);
}

/** @returns its left edge */
function drawAnswer(pen: Pen, { label, prob = '' }: Said, { spine, right, head }: Layout): number {
  const strong = { size: 15, weight: 700, color: COLOR.ink } as const;
  const probWidth = prob === '' ? 0 : pen.width(prob, strong) + 8;
  const room = ANSWER.label - probWidth;
  const width = Math.min(room, pen.width(label, strong)) + probWidth + 2 * ANSWER.pad;
  const x = Math.min(spine - width / 2, right - width);
  roundBox(pen.ctx, { x, y: head - ANSWER.height / 2, width, height: ANSWER.height }, 8, COLOR.good);
  pen.text(label, x + ANSWER.pad, head, { ...strong, room });
  pen.text(prob, x + width - ANSWER.pad, head, { ...strong, align: 'right' });
  return x;
}

/** @returns where the next one may end */
function drawRival(pen: Pen, { label, prob = '', against }: Said, right: number, y: number): number {
  const style = {
    size: TEXT.body,
    weight: against ? 600 : 400,
    color: against ? COLOR.opposes : COLOR.sub,
    align: 'right',
  } as const;
  const probWidth = pen.text(prob, right, y, style);
  const gap = prob === '' ? 0 : 5;
  const width = pen.text(label, right - probWidth - gap, y, { ...style, room: ANSWER.rival });
  return right - probWidth - gap - width - ANSWER.gap;
}

/** As many of the rest as there is room for right of the notes. */
function drawRivals(pen: Pen, rivals: readonly Said[], right: number, left: number, y: number): void {
  let edge = right;
  for (const rival of rivals) {
    const style = { size: TEXT.body } as const;
    const width = Math.min(ANSWER.rival, pen.width(rival.label, style)) + pen.width(rival.prob ?? '', style);
    if (edge - width - 5 < left + ANSWER.gap) return;
    edge = drawRival(pen, rival, edge, y);
  }
}

/** @returns where they end */
function drawNotes(pen: Pen, notes: readonly string[], right: number, y: number): number {
  const room = right - CARD.margin;
  const text = fittingParts(pen, notes, room, NOTE);
  return CARD.margin + pen.text(text, CARD.margin, y, { ...NOTE, room });
}

/** Across the whole picture, with a warning sign: what is below is not to be taken at its word. */
export function drawDoubt(pen: Pen, { parts, grave }: Doubt): void {
  const { y, height } = BAND;
  const middle = y + height / 2;
  const [ground, ink] = grave ? [COLOR.warn, COLOR.ink] : [mix(COLOR.ground, COLOR.warn, 0.22), COLOR.warn];
  roundBox(pen.ctx, { x: CARD.margin, y, width: RIGHT - CARD.margin, height }, 6, ground);
  drawWarning(pen, CARD.margin + 16, middle, ink, ground);
  const style = { size: TEXT.body, weight: grave ? 700 : 600, color: grave ? ink : COLOR.text } as const;
  const room = RIGHT - CARD.margin - 42;
  pen.text(fittingParts(pen, parts, room, style), CARD.margin + 32, middle, { ...style, room });
}

function drawWarning({ ctx }: Pen, x: number, y: number, ink: string, ground: string): void {
  ctx.beginPath();
  ctx.moveTo(x, y - 7.5);
  ctx.lineTo(x + 8.5, y + 6.5);
  ctx.lineTo(x - 8.5, y + 6.5);
  ctx.closePath();
  ctx.fillStyle = ink;
  ctx.lineJoin = 'round';
  ctx.fill();
  const stem = [
    [x, y - 2.5],
    [x, y + 1.5],
  ] as const;
  line(ctx, stem, ground, { width: 1.8 });
  roundBox(ctx, { x: x - 1, y: y + 3.6, width: 2, height: 2 }, 1, ground);
}
