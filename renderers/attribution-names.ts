import type { Layout, Placed } from './attribution-layout.ts';
import { fade } from './colour.ts';
import type { Pen } from './pen.ts';
import { COLOR, TEXT } from './theme.ts';

const LINE = 15.5;

/** Names and scores of the leading nodes in a column of their own, each with a thread to its node. */
export function drawNames(pen: Pen, layout: Layout): void {
  const named = [...layout.nodes.values()]
    .filter(({ node }) => node.name !== undefined)
    .sort((a, b) => a.y - b.y || a.x - b.x);
  const heights = spread(
    named.map(({ y }) => y),
    layout.top - 4,
    layout.base + 8,
  );
  named.forEach((placed, i) => {
    drawThread(pen, placed, layout.names, heights[i] ?? placed.y);
  });
  named.forEach((placed, i) => {
    drawName(pen, placed, layout, heights[i] ?? placed.y);
  });
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
  const width = pen.text(node.name ?? '', names, y, { size: TEXT.small, weight: 600, halo });
  pen.text(node.value ?? '', names + width + 6, y, {
    size: TEXT.small,
    color: node.score < 0 ? COLOR.opposes : COLOR.supports,
    halo,
    room: right - names - width - 6,
  });
}
