import type { Layout, Placed } from './attribution-layout.ts';
import { numbersOf } from './attribution-numbers.ts';
import { fade } from './colour.ts';
import type { Pen } from './pen.ts';
import { COLOR, TEXT } from './theme.ts';

const LINE = 15.5;

/** A leading node and the height of its name in the column of names. */
interface Named {
  readonly placed: Placed;
  readonly height: number;
}

/** Names of the answering column keep the order of their nodes, so that threads do not cross more than they must. */
export function placeNames(layout: Layout, answerColumn: number): Named[] {
  const named = [...layout.nodes.values()]
    .filter(({ node }) => node.name !== undefined && node.column === answerColumn)
    .sort((a, b) => a.y - b.y || b.x - a.x);
  const heights = spread(
    named.map(({ y }) => y),
    layout.top - 4,
    layout.base + 8,
  );
  return named.map((placed, i) => ({ placed, height: heights[i] ?? placed.y }));
}

/** A thread from each leading node to its name, to be drawn under the nodes. */
export function drawThreads(pen: Pen, layout: Layout, names: readonly Named[]): void {
  for (const { placed, height } of names) drawThread(pen, placed, layout.names, height);
}

export function drawNames(pen: Pen, layout: Layout, names: readonly Named[]): void {
  for (const { placed, height } of names) drawName(pen, placed, layout, height);
}

/**
 * Heights as near as can be to those asked for, at least a line apart and within the limits.
 *
 * @param asked  in ascending order
 */
export function spread(asked: readonly number[], top: number, bottom: number): number[] {
  const step = Math.min(LINE, (bottom - top) / Math.max(1, asked.length - 1));
  let y = Number.NEGATIVE_INFINITY;
  const down = asked.map((want) => {
    y = Math.max(want, y + step, top);
    return y;
  });
  let limit = bottom + step;
  const up = [...down].reverse().map((want) => {
    limit = Math.min(want, limit - step);
    return limit;
  });
  return up.reverse();
}

function drawThread({ ctx }: Pen, { x, y, radius }: Placed, names: number, height: number): void {
  const start = x + radius + 2;
  ctx.beginPath();
  ctx.moveTo(start, y);
  ctx.bezierCurveTo(start + (names - start) * 0.6, y, names - 14, height, names - 4, height);
  ctx.strokeStyle = fade(COLOR.sub, 0.4);
  ctx.lineWidth = 0.8;
  ctx.stroke();
}

function drawName(pen: Pen, { node }: Placed, { names, right }: Layout, y: number): void {
  const halo = COLOR.ground;
  let x = names + pen.text(node.name ?? '', names, y, { size: TEXT.small, weight: 600, halo }) + 6;
  for (const [text, color] of numbersOf(node)) {
    const style = { size: TEXT.small, color, halo };
    const width = pen.width(text, style);
    if (x + width > right + 2) return; // a cut number would be a wrong one
    x += pen.text(text, x, y, style) + 5;
  }
}
