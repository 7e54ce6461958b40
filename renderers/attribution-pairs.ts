import type { AttributionFigure } from '../src/figure/attribution-figure.ts';
import type { Layout, Placed } from './attribution-layout.ts';
import { cancelSign } from './cancel-sign.ts';
import { fade } from './colour.ts';
import type { Pen } from './pen.ts';
import { COLOR } from './theme.ts';

/** A dotted bow between two nodes that undo one another, with ⇄ in its middle. */
export function drawPairs({ ctx }: Pen, { pairs }: AttributionFigure, { nodes }: Layout): void {
  for (const {
    nodes: [first, second],
  } of pairs) {
    const [a, b] = [nodes.get(first), nodes.get(second)];
    if (a === undefined || b === undefined) continue;
    const bend = bendOf(a, b);
    ctx.save();
    ctx.beginPath();
    ctx.moveTo(a.x, a.y);
    ctx.quadraticCurveTo(bend.x, bend.y, b.x, b.y);
    ctx.setLineDash([1.5, 3.5]);
    ctx.lineCap = 'round';
    ctx.lineWidth = 1.8;
    ctx.strokeStyle = fade(COLOR.text, 0.85);
    ctx.stroke();
    ctx.restore();
    cancelSign(ctx, (a.x + 2 * bend.x + b.x) / 4, (a.y + 2 * bend.y + b.y) / 4);
  }
}

/** Aside of the line between them, so that the bow is not taken for an edge. */
function bendOf(a: Placed, b: Placed): { x: number; y: number } {
  const [across, up] = [b.x - a.x, b.y - a.y];
  const length = Math.hypot(across, up) || 1;
  const aside = Math.min(36, Math.max(16, length * 0.4));
  return { x: (a.x + b.x) / 2 + (up / length) * aside, y: (a.y + b.y) / 2 - (across / length) * aside };
}
