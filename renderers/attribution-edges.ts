import type { AttributionEdge, AttributionFigure } from '../src/figure/attribution-figure.ts';
import type { Layout } from './attribution-layout.ts';
import type { Context } from './canvas.ts';
import { fade } from './colour.ts';
import { COLOR } from './theme.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Weak edges first, so that the strong lie on top. */
export function drawEdges(ctx: Context, figure: AttributionFigure, layout: Layout, answer: Point): void {
  const ordered = [...figure.edges].sort((a, b) => a.share - b.share);
  for (const edge of ordered) {
    const from = layout.nodes.get(edge.from);
    const to = edge.to === 'logit' ? landing(from, answer) : layout.nodes.get(edge.to);
    if (from === undefined || to === undefined) continue;
    ctx.save();
    stroke(ctx, edge);
    ctx.beginPath();
    curve(ctx, from, to);
    ctx.stroke();
    ctx.restore();
  }
}

/** Edges into the answer land spread along its lower side, in the order of their sources. */
const landing = (from: Point | undefined, answer: Point): Point | undefined =>
  from === undefined
    ? undefined
    : { x: answer.x + Math.max(-16, Math.min(16, (from.x - answer.x) * 0.4)), y: answer.y };

/** Width grows with strength to the power 0.8, from 0.5 to 5 px. */
function stroke(ctx: Context, { share, score }: AttributionEdge): void {
  ctx.strokeStyle = fade(score < 0 ? COLOR.opposes : COLOR.supports, 0.16 + 0.7 * share ** 0.7);
  ctx.lineWidth = 0.5 + 4.5 * share ** 0.8;
  ctx.lineCap = 'round';
  if (score < 0) {
    ctx.lineCap = 'butt';
    ctx.setLineDash([6, 4]);
  }
}

/** Along one column an upright bow; between columns first up, then across. */
function curve(ctx: Context, from: Point, to: Point): void {
  const across = to.x - from.x;
  const up = to.y - from.y;
  ctx.moveTo(from.x, from.y);
  if (Math.abs(across) < 60) {
    ctx.bezierCurveTo(from.x, from.y + up * 0.45, to.x, to.y - up * 0.35, to.x, to.y);
  } else {
    ctx.bezierCurveTo(from.x + across * 0.04, from.y + up * 0.85, to.x - across * 0.45, to.y, to.x, to.y);
  }
}
