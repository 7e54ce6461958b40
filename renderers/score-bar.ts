import type { Context } from './canvas.ts';
import { fade } from './colour.ts';
import { line, roundBox } from './shapes.ts';
import { COLOR } from './theme.ts';

/**
 * A score as a bar from the middle: to the right and full where it supports, to the left and ruled
 * where it opposes.
 *
 * @param share  −1..1
 */
export function drawScoreBar(
  ctx: Context,
  share: number,
  { x, y, reach, height }: { x: number; y: number; reach: number; height: number },
): void {
  const length = Math.abs(share) * reach;
  const box = { x: share < 0 ? x - length : x, y: y - height / 2, width: length, height };
  if (share >= 0) roundBox(ctx, box, 3, COLOR.supports);
  else {
    roundBox(ctx, box, 3, fade(COLOR.opposes, 0.35));
    hatch(ctx, box, COLOR.opposes, 5);
  }
  line(
    ctx,
    [
      [x, y - height / 2 - 3],
      [x, y + height / 2 + 3],
    ],
    COLOR.faint,
  );
}

/** Slanted lines over a box. */
export function hatch(
  ctx: Context,
  { x, y, width, height }: { x: number; y: number; width: number; height: number },
  stroke: string,
  every: number,
): void {
  if (width <= 0) return;
  ctx.save();
  ctx.beginPath();
  ctx.roundRect(x, y, width, height, Math.min(3, width / 2));
  ctx.clip();
  ctx.beginPath();
  for (let at = x - height; at < x + width; at += every) {
    ctx.moveTo(at, y + height);
    ctx.lineTo(at + height, y);
  }
  ctx.strokeStyle = stroke;
  ctx.lineWidth = 1.4;
  ctx.stroke();
  ctx.restore();
}
