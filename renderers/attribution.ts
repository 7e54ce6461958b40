import type { AttributionFigure, AttributionNode } from '../src/figure/attribution-figure.ts';
import { drawEdges } from './attribution-edges.ts';
import { drawExchanged } from './attribution-exchange.ts';
import { drawDoubt, drawHead } from './attribution-head.ts';
import { drawLabels } from './attribution-labels.ts';
import { type Layout, layoutGraph, type Placed, TRAIL_WIDTH } from './attribution-layout.ts';
import { drawAttributionLegend } from './attribution-legend.ts';
import { drawNames, drawThreads, placeNames } from './attribution-names.ts';
import { drawPairs } from './attribution-pairs.ts';
import { fade } from './colour.ts';
import { drawDisagreement } from './disagreement.ts';
import type { Pen } from './pen.ts';
import { line, type Mark, mark, roundBox } from './shapes.ts';
import { CARD, COLOR, SIZE, TEXT } from './theme.ts';
import { drawChip } from './token-chips.ts';
import { drawTrailStrip } from './trail-strip.ts';

const LEGEND_Y = 432;
const LABEL_PITCH = 15;

/** Tokens left to right, depth bottom to top, the answer on top. */
export function drawAttribution(pen: Pen, figure: AttributionFigure): void {
  const layout = layoutGraph(pen, figure);
  drawDepths(pen, figure, layout);
  drawEdges(pen.ctx, figure, layout);
  const names = placeNames(layout, figure.answerColumn);
  drawThreads(pen, layout, names);
  drawNodes(pen, layout);
  const signs = drawPairs(pen, figure, layout);
  drawNames(pen, layout, names);
  drawLabels(pen, layout, figure.answerColumn, signs);
  if (figure.doubt !== undefined) drawDoubt(pen, figure.doubt);
  drawHead(pen, figure, layout);
  drawTokens(pen, figure, layout);
  drawExchanged(pen, figure, layout);
  drawTrail(pen, figure, layout);
  drawAttributionLegend(pen, LEGEND_Y, figure.signs);
}

function drawTokens(pen: Pen, { columns }: AttributionFigure, { chips, chipTop, base }: Layout): void {
  columns.forEach(({ label, kind, tint }, i) => {
    const place = chips[i];
    if (place !== undefined) drawChip(pen, { label, gap: kind === 'gap', tint }, place, chipTop, base + 8);
  });
}

function drawTrail(pen: Pen, { trail }: AttributionFigure, { base, pitch }: Layout): void {
  if (trail === undefined) return;
  const right = SIZE.width - CARD.margin;
  drawTrailStrip(pen, trail, { left: right - TRAIL_WIDTH, right, base, half: pitch / 2 });
}

/** Bands by layer, and an upright line for each token. */
function drawDepths(pen: Pen, { layers }: AttributionFigure, layout: Layout): void {
  const { left, right, base, pitch } = layout;
  const step = [1, 2, 4, 8, 16].find((n) => n * pitch >= LABEL_PITCH) ?? 32;
  for (let layer = 0; layer < layers; layer += 2 * step) {
    const rows = Math.min(step, layers - layer);
    const y = base - (layer + rows + 0.5) * pitch;
    roundBox(pen.ctx, { x: left, y, width: right - left, height: rows * pitch }, 4, fade(COLOR.panel, 0.75));
  }
  for (const { x } of layout.chips) {
    const ends = [
      [x, layout.top - 6],
      [x, base],
    ] as const;
    line(pen.ctx, ends, fade(COLOR.border, 0.55));
  }
  const style = { size: TEXT.small, color: COLOR.faint, align: 'right' } as const;
  for (let layer = 0; layer < layers; layer += step) {
    const y = base - (layer + 1) * pitch;
    if (base - y >= LABEL_PITCH) pen.text(`L${layer}`, left - 8, y, style);
  }
  pen.text('emb', left - 8, base, style);
}

const SHAPE: Record<AttributionNode['kind'], { mark: Mark; fill: string }> = {
  head: { mark: 'circle', fill: COLOR.head },
  mlp: { mark: 'diamond', fill: COLOR.mlp },
  embedding: { mark: 'square', fill: COLOR.embedding },
  bias: { mark: 'triangle', fill: COLOR.embedding },
};

/** Small ones last, so that none is hidden under a large one. */
function drawNodes(pen: Pen, { nodes }: Layout): void {
  for (const placed of nodes.values()) drawNode(pen, placed);
}

/** Hollow when no effect was measured; ringed when it was, and says the opposite. */
function drawNode({ ctx }: Pen, { node, x, y, radius }: Placed): void {
  const { mark: shape, fill } = SHAPE[node.kind];
  mark(ctx, shape, { x, y, radius }, { fill, rim: COLOR.ground });
  if (node.hollow)
    mark(ctx, shape, { x, y, radius: radius - 1.6 }, { fill: COLOR.ground, rim: COLOR.ground });
  if (node.disagrees) drawDisagreement(ctx, { x, y, radius });
}
