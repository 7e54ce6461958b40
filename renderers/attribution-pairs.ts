import type { AttributionFigure } from '../src/figure/attribution-figure.ts';
import type { Point } from './attribution-curve.ts';
import type { Layout, Placed } from './attribution-layout.ts';
import { cancelSign, SIGN_RADIUS } from './cancel-sign.ts';
import type { Context } from './canvas.ts';
import { fade } from './colour.ts';
import type { Pen } from './pen.ts';
import { COLOR } from './theme.ts';

/** How far a bow may leave the straight line, to either side, nearest first. */
const ASIDE = [16, 26, 38, 52, 68];

/** A dotted bow between two nodes that undo one another, with ⇄ in its middle, where it covers least. */
export function drawPairs({ ctx }: Pen, { pairs }: AttributionFigure, layout: Layout): void {
  const signs: Point[] = [];
  for (const {
    nodes: [first, second],
  } of pairs) {
    const [a, b] = [layout.nodes.get(first), layout.nodes.get(second)];
    if (a === undefined || b === undefined) continue;
    const middle = placeOf(a, b, layout, signs);
    signs.push(middle);
    bow(ctx, a, b, middle);
    cancelSign(ctx, middle.x, middle.y);
  }
}

function bow(ctx: Context, a: Point, b: Point, middle: Point): void {
  ctx.save();
  ctx.beginPath();
  ctx.moveTo(a.x, a.y);
  ctx.quadraticCurveTo(2 * middle.x - (a.x + b.x) / 2, 2 * middle.y - (a.y + b.y) / 2, b.x, b.y);
  ctx.setLineDash([1.5, 3.5]);
  ctx.lineCap = 'round';
  ctx.lineWidth = 1.8;
  ctx.strokeStyle = fade(COLOR.text, 0.85);
  ctx.stroke();
  ctx.restore();
}

function placeOf(a: Placed, b: Placed, layout: Layout, signs: readonly Point[]): Point {
  const [across, up] = [b.x - a.x, b.y - a.y];
  const length = Math.hypot(across, up) || 1;
  const places = ASIDE.flatMap((aside) =>
    [aside, -aside].map((by) => ({
      x: (a.x + b.x) / 2 + (up / length) * by,
      y: (a.y + b.y) / 2 - (across / length) * by,
    })),
  );
  const inside = places.filter((place) => within(place, layout));
  const costs = inside.map((place, i) => covered(place, layout, signs) + i * 0.3);
  return inside[costs.indexOf(Math.min(...costs))] ?? { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
}

const within = ({ x, y }: Point, { left, right, top, base }: Layout): boolean =>
  x > left + SIGN_RADIUS && x < right - SIGN_RADIUS && y > top - 4 && y < base;

/** How deep the sign would lie over nodes and other signs, px. */
function covered({ x, y }: Point, { nodes }: Layout, signs: readonly Point[]): number {
  const others = [...nodes.values(), ...signs.map((sign) => ({ ...sign, radius: SIGN_RADIUS }))];
  return others.reduce(
    (sum, other) => sum + Math.max(0, SIGN_RADIUS + other.radius + 1 - Math.hypot(other.x - x, other.y - y)),
    0,
  );
}
