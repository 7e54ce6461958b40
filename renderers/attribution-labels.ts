import type { Point } from './attribution-curve.ts';
import type { Layout, Placed } from './attribution-layout.ts';
import { numbersOf } from './attribution-numbers.ts';
import { SIGN_RADIUS } from './cancel-sign.ts';
import type { Pen } from './pen.ts';
import { type Box, line } from './shapes.ts';
import { COLOR, TEXT } from './theme.ts';

const NAME = { size: TEXT.small, weight: 600, halo: COLOR.ground } as const;
const HEIGHT = 14;
const GAP = 5;

/**
 * Names beside the leading nodes of all columns but the answering one: where they cover the least of
 * other nodes, and never another name or sign. A name that finds no place is left out.
 */
export function drawLabels(pen: Pen, layout: Layout, answerColumn: number, signs: readonly Point[]): void {
  const placed = [...layout.nodes.values()];
  const taken: Box[] = signs.map(({ x, y }) => ({
    x: x - SIGN_RADIUS,
    y: y - SIGN_RADIUS,
    width: 2 * SIGN_RADIUS,
    height: 2 * SIGN_RADIUS,
  }));
  for (const at of placed) {
    if (at.node.name === undefined || at.node.column === answerColumn) continue;
    const free = candidates(at, widthOf(pen, at)).filter(
      (box) => within(box, layout) && !taken.some((other) => touch(box, other)),
    );
    const box = best(free, placed);
    if (box === undefined) continue;
    taken.push(box);
    drawThread(pen, at, box);
    drawLabel(pen, at, box);
  }
}

const numberStyle = (color: string) => ({ size: TEXT.small, color, halo: COLOR.ground });

const widthOf = (pen: Pen, { node }: Placed): number =>
  numbersOf(node).reduce(
    (sum, [text, color]) => sum + GAP + pen.width(text, numberStyle(color)),
    pen.width(node.name ?? '', NAME),
  );

/** Right, left, above, below, and the corners. */
function candidates({ x, y, radius }: Placed, width: number): Box[] {
  const right = x + radius + GAP;
  const left = x - radius - GAP - width;
  const middle = x - width / 2;
  const [high, low] = [y - radius - HEIGHT - 1, y + radius + 1];
  const places = [
    [right, y - HEIGHT / 2],
    [left, y - HEIGHT / 2],
    [middle, high],
    [middle, low],
    [right - 4, high + 2],
    [left + 4, high + 2],
    [right - 4, low - 2],
    [left + 4, low - 2],
    [right, high - 8],
    [left, high - 8],
    [right, low + 8],
    [left, low + 8],
  ] as const;
  return places.map(([boxX, boxY]) => ({ x: boxX, y: boxY, width, height: HEIGHT }));
}

const within = (box: Box, { left, spine, top, base, names }: Layout): boolean =>
  box.x >= left + 2 &&
  box.x + box.width <= Math.min(names - 4, spine + (names - spine) / 2) &&
  box.y >= top - 10 &&
  box.y + box.height <= base + 7;

const touch = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width + 3 && b.x < a.x + a.width + 3 && a.y < b.y + b.height && b.y < a.y + a.height;

/** The first of those that cover the least ink. */
function best(boxes: readonly Box[], nodes: readonly Placed[]): Box | undefined {
  const cost = (box: Box) => nodes.reduce((sum, node) => sum + coverOf(box, node), 0);
  const costs = boxes.map(cost);
  return boxes[costs.indexOf(Math.min(...costs))];
}

/** How much of a node lies under a box, roughly, square pixels. */
function coverOf(box: Box, { x, y, radius }: Placed): number {
  const across = Math.min(box.x + box.width, x + radius) - Math.max(box.x, x - radius);
  const down = Math.min(box.y + box.height, y + radius) - Math.max(box.y, y - radius);
  return across > 0 && down > 0 ? across * down : 0;
}

/** From a node's rim to its name, where the name does not stand right beside it. */
function drawThread({ ctx }: Pen, { x, y, radius }: Placed, box: Box): void {
  const end = {
    x: Math.min(box.x + box.width, Math.max(box.x, x)),
    y: Math.min(box.y + box.height - 2, Math.max(box.y + 2, y)),
  };
  const far = Math.hypot(end.x - x, end.y - y);
  if (far < radius + 10) return; // a short one would read as a minus
  const ends = [
    [x + ((end.x - x) / far) * radius, y + ((end.y - y) / far) * radius],
    [end.x, end.y],
  ] as const;
  line(ctx, ends, COLOR.ground, { width: 3 });
  line(ctx, ends, COLOR.sub, { width: 0.9 });
}

function drawLabel(pen: Pen, { node }: Placed, box: Box): void {
  const middle = box.y + HEIGHT / 2;
  let x = box.x + pen.text(node.name ?? '', box.x, middle, NAME) + GAP;
  for (const [text, color] of numbersOf(node)) x += pen.text(text, x, middle, numberStyle(color)) + GAP;
}
