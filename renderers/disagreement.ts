import type { Context } from './canvas.ts';
import { COLOR } from './theme.ts';

/** A broken ring: the score of what it surrounds is not what ablation found. */
export function drawDisagreement(
  ctx: Context,
  { x, y, radius }: { x: number; y: number; radius: number },
): void {
  ctx.save();
  ctx.beginPath();
  ctx.arc(x, y, radius + 3.2, 0, 2 * Math.PI);
  ctx.setLineDash([3.2, 2.4]);
  ctx.lineWidth = 1.8;
  ctx.strokeStyle = COLOR.warn;
  ctx.stroke();
  ctx.restore();
}
