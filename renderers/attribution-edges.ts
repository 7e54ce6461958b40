import type { AttributionEdge, AttributionFigure } from '../src/figure/attribution-figure.ts';
import { type Curve, curveBetween, type Point, pointOn } from './attribution-curve.ts';
import type { Layout, Placed } from './attribution-layout.ts';
import type { Context } from './canvas.ts';
import { fade } from './colour.ts';
import { type Look, lookSign } from './look-sign.ts';
import { COLOR } from './theme.ts';

/** How far before the receiver the sign of a query or key stands. */
const BEFORE = 6;

/** Weak edges first, so that the strong lie on top; their signs above all edges. */
export function drawEdges(ctx: Context, figure: AttributionFigure, layout: Layout): void {
  const drawn = [...figure.edges]
    .sort((a, b) => a.share - b.share)
    .flatMap((edge) => {
      const curve = curveOf(edge, layout);
      return curve === undefined ? [] : [{ edge, curve }];
    });
  for (const { edge, curve } of drawn) stroke(ctx, edge, curve, figure.edges.length);
  for (const { edge, curve } of drawn) {
    const look = lookOf(edge);
    const to = layout.nodes.get(edge.to);
    if (look !== undefined && to !== undefined) signAt(ctx, edge, look, curve, to);
  }
}

function curveOf({ from, to, via }: AttributionEdge, layout: Layout): Curve | undefined {
  const source = layout.nodes.get(from);
  if (source === undefined) return undefined;
  if (to === 'logit') return curveBetween(source, landing(source, layout), layout.spine, via);
  const target = layout.nodes.get(to);
  return target === undefined ? undefined : curveBetween(source, target, columnMiddle(target, layout), via);
}

const columnMiddle = ({ node }: Placed, { chips, spine }: Layout): number => chips[node.column]?.x ?? spine;

/** Edges into the answer land spread along its lower side, in the order of their sources. */
const landing = (from: Point, { spine, head }: Layout): Point => ({
  x: spine + Math.max(-16, Math.min(16, (from.x - spine) * 0.4)),
  y: head + 12,
});

/** Width grows with strength to the power 0.8, from 0.6 to 5 px; many edges are all fainter. */
function stroke(ctx: Context, { share, score }: AttributionEdge, curve: Curve, many: number): void {
  const faint = many > 150 ? 0.7 : 1;
  ctx.save();
  ctx.strokeStyle = fade(colorOf(score), (0.16 + 0.76 * share ** 0.5) * faint);
  ctx.lineWidth = 0.6 + 4.4 * share ** 0.8;
  ctx.lineCap = score < 0 ? 'butt' : 'round';
  if (score < 0) ctx.setLineDash([6, 4]);
  const { from, near, far, to } = curve;
  ctx.beginPath();
  ctx.moveTo(from.x, from.y);
  ctx.bezierCurveTo(near.x, near.y, far.x, far.y, to.x, to.y);
  ctx.stroke();
  ctx.restore();
}

const colorOf = (score: number): string => (score < 0 ? COLOR.opposes : COLOR.supports);

const lookOf = ({ marked, via }: AttributionEdge): Look | undefined =>
  marked && (via === 'query' || via === 'key') ? via : undefined;

/** The sign stands on the edge where it comes within reach of the receiver. */
function signAt(ctx: Context, { score }: AttributionEdge, look: Look, curve: Curve, to: Placed): void {
  const reach = to.radius + BEFORE;
  const steps = Array.from({ length: 60 }, (_, i) => 0.4 + i / 100);
  const outside = steps.filter((t) => {
    const at = pointOn(curve, t);
    return Math.hypot(at.x - to.x, at.y - to.y) >= reach;
  });
  const t = outside.at(-1) ?? 0.4;
  const [at, ahead] = [pointOn(curve, t), pointOn(curve, Math.min(1, t + 0.02))];
  lookSign(ctx, look, { ...at, angle: Math.atan2(ahead.y - at.y, ahead.x - at.x) }, colorOf(score));
}
