import type { Context } from './canvas.ts';
import { COLOR } from './theme.ts';

export const SIGN_RADIUS = 8;

/** ⇄ on a small dark disc, drawn as lines so that it needs no font. */
export function cancelSign(ctx: Context, x: number, y: number): void {
  ctx.save();
  ctx.beginPath();
  ctx.arc(x, y, SIGN_RADIUS, 0, 2 * Math.PI);
  ctx.fillStyle = COLOR.ground;
  ctx.fill();
  ctx.lineWidth = 1;
  ctx.strokeStyle = COLOR.faint;
  ctx.stroke();
  ctx.beginPath();
  for (const [side, height] of [
    [1, -2.6],
    [-1, 2.6],
  ] as const) {
    ctx.moveTo(x - side * 4.5, y + height);
    ctx.lineTo(x + side * 4.5, y + height);
    ctx.moveTo(x + side * 2, y + height - 2.3);
    ctx.lineTo(x + side * 4.5, y + height);
    ctx.lineTo(x + side * 2, y + height + 2.3);
  }
  ctx.lineWidth = 1.4;
  ctx.lineJoin = 'round';
  ctx.lineCap = 'round';
  ctx.strokeStyle = COLOR.text;
  ctx.stroke();
  ctx.restore();
}
