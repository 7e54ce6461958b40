import type { Pen } from './pen.ts';
import type { Spot } from './web-layout.ts';

/** The spots that a link joins. */
export type Ends = readonly [Spot, Spot];

/** Undefined where there is no such node. */
export const endsOf = (spots: readonly Spot[], from: number, to: number): Ends | undefined => {
  const [a, b] = [spots[from], spots[to]];
  return a === undefined || b === undefined ? undefined : [a, b];
};

export function drawCurve({ ctx }: Pen, [a, b]: Ends, color: string, width: number, dash: number[]): void {
  const bend = (b.x - a.x) * 0.45;
  ctx.save();
  ctx.beginPath();
  ctx.moveTo(a.x, a.y);
  ctx.bezierCurveTo(a.x + bend, a.y, b.x - bend, b.y, b.x, b.y);
  ctx.strokeStyle = color;
  ctx.lineWidth = width;
  ctx.setLineDash(dash);
  ctx.stroke();
  ctx.restore();
}

/** On the curve that `drawCurve` draws, `t` from 0 to 1. */
export function pointOn([a, b]: Ends, t: number): readonly [number, number] {
  const bend = (b.x - a.x) * 0.45;
  const [s, u] = [1 - t, t];
  const x = s ** 3 * a.x + 3 * s * s * u * (a.x + bend) + 3 * s * u * u * (b.x - bend) + u ** 3 * b.x;
  const y = (s ** 3 + 3 * s * s * u) * a.y + (3 * s * u * u + u ** 3) * b.y;
  return [x, y];
}
