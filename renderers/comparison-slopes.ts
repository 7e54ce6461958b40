import type { ComparedWord, ComparisonFigure, WordSide } from '../src/figure/comparison-figure.ts';
import { fade } from './colour.ts';
import type { Pen } from './pen.ts';
import { line, roundBox } from './shapes.ts';
import { CARD, COLOR, SIZE, TEXT } from './theme.ts';

const MIDDLE = SIZE.width / 2;
/** From the outer edge inwards: word, probability, bar. The right side is the mirror of the left. */
const LABEL = 126;
const VALUE = 178;
const BAR = { outer: 186, inner: 312 } as const;
const HEADER = 20;
const ROW_MOST = 27;
const BAR_HEIGHT = 14;

/** Words before and after, each side in its own order, joined by what became of them. */
export function drawSlopes(
  pen: Pen,
  { words, captions }: ComparisonFigure,
  { top, bottom }: { top: number; bottom: number },
): void {
  const caption = { size: TEXT.small, color: COLOR.faint } as const;
  pen.text(captions.before, CARD.margin, top, { ...caption, room: BAR.inner - CARD.margin });
  pen.text(captions.after, SIZE.width - CARD.margin, top, {
    ...caption,
    align: 'right',
    room: BAR.inner - CARD.margin,
  });
  drawKey(pen, top);
  const pitch = Math.min(ROW_MOST, (bottom - top - HEADER) / Math.max(1, words.length));
  const yOf = (row: number): number => top + HEADER + (row + 0.5) * pitch;
  const quietFirst = [...words].sort((a, b) => a.strength - b.strength);
  for (const word of quietFirst) drawLine(pen, word, yOf(word.before.row), yOf(word.after.row));
  for (const word of words) {
    drawSide(pen, word, word.before, yOf(word.before.row), (x) => x);
    drawSide(pen, word, word.after, yOf(word.after.row), (x) => SIZE.width - x);
  }
}

const TONE = { rises: COLOR.supports, falls: COLOR.opposes, stays: COLOR.faint } as const;

/** What the lines mean, between the captions. */
function drawKey(pen: Pen, y: number): void {
  const keys = ['rises', 'falls'] as const;
  keys.forEach((move, i) => {
    const x = MIDDLE - 60 + i * 64;
    const ends = [
      [x, y],
      [x + 20, y],
    ] as const;
    line(pen.ctx, ends, TONE[move], { width: 2.5, dash: move === 'falls' ? [6, 4] : [] });
    pen.text(move, x + 25, y, { size: TEXT.small, color: COLOR.sub });
  });
}

/** A line rises or falls with its word's row; width is the change of probability, falling ones are dashed. */
function drawLine({ ctx }: Pen, { move, strength }: ComparedWord, from: number, to: number): void {
  const [left, right] = [BAR.inner + 6, SIZE.width - BAR.inner - 6];
  ctx.save();
  ctx.beginPath();
  ctx.moveTo(left, from);
  ctx.bezierCurveTo(MIDDLE, from, MIDDLE, to, right, to);
  ctx.strokeStyle = fade(TONE[move], move === 'stays' ? 0.45 : 0.45 + 0.55 * strength);
  ctx.lineWidth = move === 'stays' ? 1 : 1 + 3.5 * strength ** 0.8;
  ctx.setLineDash(move === 'falls' ? [7, 5] : []);
  ctx.stroke();
  ctx.restore();
}

/** @param across  the left side's x as the x of this side */
function drawSide(
  pen: Pen,
  { label, move }: ComparedWord,
  { value, bar, answer }: WordSide,
  y: number,
  across: (x: number) => number,
): void {
  const mirrored = across(0) !== 0;
  const width = Math.max(bar > 0 ? 1 : 0, bar * (BAR.inner - BAR.outer));
  const x = mirrored ? across(BAR.inner) : BAR.inner - width;
  const track = { x: Math.min(across(BAR.outer), across(BAR.inner)), y: y - BAR_HEIGHT / 2 };
  roundBox(pen.ctx, { ...track, width: BAR.inner - BAR.outer, height: BAR_HEIGHT }, 3, COLOR.panel);
  const color = answer ? COLOR.good : mirrored ? TONE[move] : COLOR.sub;
  roundBox(pen.ctx, { x, y: y - BAR_HEIGHT / 2, width, height: BAR_HEIGHT }, 3, color);
  const weight = answer ? 700 : 400;
  pen.text(label, across(CARD.margin), y, {
    size: TEXT.body,
    weight,
    color: answer ? COLOR.good : COLOR.text,
    align: mirrored ? 'right' : 'left',
    room: LABEL - CARD.margin,
  });
  pen.text(value, mirrored ? across(LABEL + 8) : VALUE, y, {
    size: TEXT.small,
    weight: answer ? 600 : 400,
    color: answer ? COLOR.text : COLOR.sub,
    align: 'right',
    room: 48,
  });
}
