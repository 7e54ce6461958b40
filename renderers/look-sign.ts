import type { Context } from './canvas.ts';
import { COLOR } from './theme.ts';

/** What an edge changes of a head: where it looks from, or what it finds. A value has no sign. */
export type Look = 'query' | 'key';

/** ➤ for a query (the head asks), ❙ for a key (it is found), on an edge that runs at an angle. */
export function lookSign(
  ctx: Context,
  look: Look,
  { x, y, angle }: { x: number; y: number; angle: number },
  color: string,
): void {
  ctx.save();
  ctx.translate(x, y);
  ctx.rotate(angle);
  ctx.lineJoin = 'round';
  ctx.lineCap = 'round';
  ctx.beginPath();
  if (look === 'query') {
    ctx.moveTo(4, 0);
    ctx.lineTo(-3.5, 4.2);
    ctx.lineTo(-3.5, -4.2);
    ctx.closePath();
  } else {
    ctx.moveTo(0, -5);
    ctx.lineTo(0, 5);
  }
  ctx.strokeStyle = COLOR.ground;
  ctx.lineWidth = look === 'query' ? 2.5 : 5.5;
  ctx.stroke();
  if (look === 'query') {
    ctx.fillStyle = color;
    ctx.fill();
  } else {
    ctx.strokeStyle = color;
    ctx.lineWidth = 2.4;
    ctx.stroke();
  }
  ctx.restore();
}
