import type { AttributionFigure, AttributionNode, Said } from '../src/figure/attribution-figure.ts';
import { drawEdges } from './attribution-edges.ts';
import { type Layout, layoutGraph, TRAIL_WIDTH } from './attribution-layout.ts';
import { drawAttributionLegend } from './attribution-legend.ts';
import { drawNames, drawThreads, placeNames } from './attribution-names.ts';
import { fade } from './colour.ts';
import type { Pen } from './pen.ts';
import { line, type Mark, mark, roundBox } from './shapes.ts';
import { CARD, COLOR, SIZE, TEXT } from './theme.ts';
import { drawChip } from './token-chips.ts';
import { drawTrailStrip } from './trail-strip.ts';

const ANSWER = { y: 86, height: 28, pad: 10, gap: 10 } as const;
const LEGEND_Y = 429;
const LABEL_PITCH = 15;

/** Tokens left to right, depth bottom to top, the answer on top. */
export function drawAttribution(pen: Pen, figure: AttributionFigure): void {
  const layout = layoutGraph(pen, figure);
  drawDepths(pen, figure, layout);
  const answer = { x: layout.spine, y: ANSWER.y + ANSWER.height / 2 };
  drawEdges(pen.ctx, figure, layout, answer);
  const names = placeNames(layout);
  drawThreads(pen, layout, names);
  drawNodes(pen, layout);
  drawNames(pen, layout, names);
  drawAnswer(pen, figure, layout);
  figure.columns.forEach((column, i) => {
    const place = layout.chips[i];
    if (place === undefined) return;
    drawChip(
      pen,
      { label: column.label, gap: column.kind === 'gap', tint: column.tint },
      place,
      layout.chipTop,
      layout.base + 8,
    );
  });
  if (figure.trail !== undefined) {
    const right = SIZE.width - CARD.margin;
    drawTrailStrip(pen, figure.trail, {
      left: right - TRAIL_WIDTH,
      right,
      base: layout.base,
      half: layout.pitch / 2,
    });
  }
  drawAttributionLegend(pen, LEGEND_Y);
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
    line(
      pen.ctx,
      [
        [x, layout.top - 6],
        [x, base],
      ],
      fade(COLOR.border, 0.55),
    );
  }
  const style = { size: TEXT.small, color: COLOR.faint, align: 'right' } as const;
  for (let layer = 0; layer < layers; layer += step) {
    const y = base - (layer + 1) * pitch;
    if (base - y >= LABEL_PITCH) pen.text(`L${layer}`, left - 8, y, style);
  }
  pen.text('read', left - 8, base, style);
}

const SHAPE: Record<AttributionNode['kind'], { mark: Mark; fill: string }> = {
  head: { mark: 'circle', fill: COLOR.head },
  mlp: { mark: 'diamond', fill: COLOR.mlp },
  embedding: { mark: 'square', fill: COLOR.head },
  token: { mark: 'square', fill: COLOR.embedding },
  bias: { mark: 'triangle', fill: COLOR.embedding },
};

function drawNodes(pen: Pen, { nodes }: Layout): void {
  for (const placed of [...nodes.values()].reverse()) {
    const { mark: shape, fill } = SHAPE[placed.node.kind];
    mark(pen.ctx, shape, placed, { fill, rim: COLOR.ground });
  }
}

/** The answer as a chip over the spine, its rivals to the left of it. */
function drawAnswer(pen: Pen, { answer, rivals }: AttributionFigure, { spine, right }: Layout): void {
  const strong = { size: 15, weight: 700, color: COLOR.ink } as const;
  const probWidth = answer.prob === undefined ? 0 : pen.width(answer.prob, strong) + 8;
  const labelRoom = 170 - probWidth;
  const labelWidth = Math.min(labelRoom, pen.width(answer.label, strong));
  const width = labelWidth + probWidth + 2 * ANSWER.pad;
  const x = Math.min(spine - width / 2, right - width);
  roundBox(pen.ctx, { x, y: ANSWER.y - ANSWER.height / 2, width, height: ANSWER.height }, 8, COLOR.good);
  pen.text(answer.label, x + ANSWER.pad, ANSWER.y, { ...strong, room: labelRoom });
  pen.text(answer.prob ?? '', x + width - ANSWER.pad, ANSWER.y, { ...strong, align: 'right' });
  drawRivals(pen, rivals, x - ANSWER.gap);
}

/** Leftwards from the answer: the one compared with first, then the others in order. */
function drawRivals(pen: Pen, rivals: readonly Said[], right: number): void {
  let edge = right;
  for (const { label, prob = '', against } of rivals) {
    const style = { size: TEXT.body, color: against ? COLOR.opposes : COLOR.sub, align: 'right' } as const;
    const gap = prob === '' ? 0 : 5;
    const width = Math.min(90, pen.width(label, style)) + pen.width(prob, style) + gap;
    if (edge - width < CARD.margin) break;
    const probWidth = pen.text(prob, edge, ANSWER.y, style);
    pen.text(label, edge - probWidth - gap, ANSWER.y, { ...style, room: 90 });
    edge -= width + 18;
  }
}
