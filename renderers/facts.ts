import type { FactsFigure } from '../src/figure/facts-figure.ts';
import { fade } from './colour.ts';
import type { Pen } from './pen.ts';
import { line, mark } from './shapes.ts';
import { fitted } from './text.ts';
import { CARD, COLOR, SIZE, TEXT } from './theme.ts';

const AREA = { left: CARD.margin, right: SIZE.width - CARD.margin, top: 84, bottom: 436 } as const;
const STACK = { left: 556, top: 92, bottom: 404 } as const;
const ROW_MOST = 56;

/** Label over value, in two columns, the model's heads and MLPs drawn beside them. */
export function drawFacts(pen: Pen, { facts, stack }: FactsFigure): void {
  const right = stack === undefined ? AREA.right : STACK.left - 28;
  const rows = Math.ceil(facts.length / 2);
  const pitch = Math.min(ROW_MOST, (AREA.bottom - AREA.top) / Math.max(1, rows));
  const width = (right - AREA.left) / 2;
  facts.forEach(({ label, value }, i) => {
    const x = AREA.left + Math.floor(i / rows) * width;
    const y = AREA.top + (i % rows) * pitch;
    pen.text(label, x, y + 8, { size: TEXT.small, color: COLOR.faint, room: width - 16 });
    drawValue(pen, value, x, y + 28, width - 16);
    line(
      pen.ctx,
      [
        [x, y + pitch - 7],
        [x + width - 16, y + pitch - 7],
      ],
      fade(COLOR.border, 0.6),
    );
  });
  if (stack !== undefined) drawStack(pen, stack);
}

/** One line if it fits; else two smaller ones, the second cut if it must be. */
function drawValue(pen: Pen, value: string, x: number, y: number, room: number): void {
  const large = { size: 15, weight: 600, room } as const;
  if (pen.width(value, large) <= room) {
    pen.text(value, x, y, large);
    return;
  }
  const small = { size: TEXT.small, weight: 600, room } as const;
  const first = fitted(value, room, (text) => pen.width(text.replace(/…$/, ''), small)).replace(/…$/, '');
  pen.text(first, x, y - 4, small);
  pen.text(value.slice(first.length), x, y + 11, small);
}

/** Every head a dot, every MLP a diamond, the first layer at the bottom. */
function drawStack(pen: Pen, { layers, heads }: { layers: number; heads: number }): void {
  const pitch = Math.min(26, (STACK.bottom - STACK.top) / layers, (AREA.right - STACK.left) / (heads + 1.5));
  const radius = Math.max(0.8, pitch * 0.32);
  const width = (heads + 1.5) * pitch;
  const left = STACK.left + (AREA.right - STACK.left - width) / 2;
  const bottom = (STACK.top + STACK.bottom + layers * pitch) / 2;
  for (let layer = 0; layer < layers; layer++) {
    const y = bottom - (layer + 0.5) * pitch;
    for (let head = 0; head < heads; head++) {
      dot(pen, left + (head + 0.5) * pitch, y, radius);
    }
    mark(
      pen.ctx,
      'diamond',
      { x: left + (heads + 1) * pitch, y, radius },
      { fill: COLOR.mlp, rim: COLOR.ground },
    );
  }
  const middle = (STACK.left + AREA.right) / 2;
  const style = {
    size: TEXT.small,
    color: COLOR.sub,
    align: 'center',
    room: AREA.right - STACK.left,
  } as const;
  pen.text(`${layers} × ${heads} heads, ${layers} MLPs`, middle, 424, style);
}

function dot({ ctx }: Pen, x: number, y: number, radius: number): void {
  ctx.beginPath();
  ctx.arc(x, y, radius, 0, 2 * Math.PI);
  ctx.fillStyle = COLOR.head;
  ctx.fill();
}
