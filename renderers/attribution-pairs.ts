import type { AttributionFigure } from '../src/figure/attribution-figure.ts';
import type { Point } from './attribution-curve.ts';
import type { Layout, Placed } from './attribution-layout.ts';
import { cancelSign, SIGN_RADIUS } from './cancel-sign.ts';
import type { Context } from './canvas.ts';
import { fade } from './colour.ts';
import type { Pen } from './pen.ts';
import { COLOR } from './theme.ts';

/** How far from the middle between its nodes a sign may stand, px, and in how many directions. */
const ASIDE = [16, 22, 30, 40, 52, 66];
const DIRECTIONS = 8;
/** What a pixel of distance costs beside a pixel of covered node. */
const DISTANCE = 0.12;

/**
 * A dotted bow between two nodes that undo one another, with ⇄ in its middle, where it covers least.
 *
 * @returns the middles of the signs
 */
export function drawPairs({ ctx }: Pen, { pairs }: AttributionFigure, layout: Layout): readonly Point[] {
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
  return signs;
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
  const middle = { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
  const across = Math.atan2(a.x - b.x, b.y - a.y);
  const places = ASIDE.flatMap((aside) =>
    Array.from({ length: DIRECTIONS }, (_, turn) => {
      const angle = across + (2 * Math.PI * turn) / DIRECTIONS;
      return { x: middle.x + aside * Math.cos(angle), y: middle.y + aside * Math.sin(angle), aside };
    }),
  ).filter((place) => within(place, layout));
  const costs = places.map((place) => covered(place, layout, signs) + DISTANCE * place.aside);
  return places[costs.indexOf(Math.min(...costs))] ?? middle;
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
