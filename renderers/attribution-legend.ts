import type { Sign } from '../src/figure/attribution-figure.ts';
import { cancelSign } from './cancel-sign.ts';
import type { Context } from './canvas.ts';
import { drawDisagreement } from './disagreement.ts';
import { drawLegend, type LegendItem } from './legend.ts';
import { lookSign } from './look-sign.ts';
import type { Pen } from './pen.ts';
import { line, type Mark, mark, outline } from './shapes.ts';
import { COLOR } from './theme.ts';

/** Tighter than elsewhere: up to 13 signs. */
const GAP = 13;

type Draw = (ctx: Context, x: number, y: number) => void;

/** What the signs of this attribution graph mean, in one row. */
export function drawAttributionLegend(pen: Pen, y: number, signs: readonly Sign[]): void {
  const items = signs.map((sign): LegendItem => {
    const { width, text, draw } = MEANING[sign];
    return { width, text, sign: (x) => draw(pen.ctx, x, y) };
  });
  drawLegend(pen, y, items, GAP);
}

const stroke =
  (color: string, dash: number[]): Draw =>
  (ctx, x, y) => {
    const ends = [
      [x, y],
      [x + 18, y],
    ] as const;
    line(ctx, ends, color, { width: 3, dash });
  };

const shape =
  (form: Mark, fill: string): Draw =>
  (ctx, x, y) =>
    mark(ctx, form, { x: x + 5.5, y, radius: 5 }, { fill, rim: COLOR.ground });

const look =
  (which: 'query' | 'key'): Draw =>
  (ctx, x, y) => {
    stroke(COLOR.supports, [])(ctx, x, y);
    lookSign(ctx, which, { x: x + 11, y, angle: 0 }, COLOR.supports);
  };

const hollow: Draw = (ctx, x, y) => {
  shape('circle', COLOR.head)(ctx, x, y);
  mark(ctx, 'circle', { x: x + 5.5, y, radius: 3 }, { fill: COLOR.ground, rim: COLOR.ground });
};

const disagreement: Draw = (ctx, x, y) => {
  mark(ctx, 'circle', { x: x + 7, y, radius: 3 }, { fill: COLOR.head, rim: COLOR.ground });
  drawDisagreement(ctx, { x: x + 7, y, radius: 3 });
};

const chip: Draw = (ctx, x, y) =>
  outline(ctx, { x, y: y - 5, width: 16, height: 10 }, 4, COLOR.exchanged, 1.6);

const tick: Draw = (ctx, x, y) => {
  const ends = [
    [x + 3, y - 7],
    [x + 3, y + 7],
  ] as const;
  line(ctx, ends, COLOR.text, { width: 1.6 });
};

const tints: Draw = (ctx, x, y) => {
  const gradient = ctx.createLinearGradient(x, 0, x + 24, 0);
  gradient.addColorStop(0, COLOR.opposes);
  gradient.addColorStop(0.5, COLOR.raised);
  gradient.addColorStop(1, COLOR.supports);
  ctx.beginPath();
  ctx.roundRect(x, y - 6, 24, 12, 4);
  ctx.fillStyle = gradient;
  ctx.fill();
};

const MEANING: Record<Sign, { width: number; text: string; draw: Draw }> = {
  supports: { width: 18, text: 'supports', draw: stroke(COLOR.supports, []) },
  opposes: { width: 18, text: 'opposes', draw: stroke(COLOR.opposes, [6, 4]) },
  head: { width: 11, text: 'head', draw: shape('circle', COLOR.head) },
  mlp: { width: 11, text: 'MLP', draw: shape('diamond', COLOR.mlp) },
  embedding: { width: 11, text: 'emb', draw: shape('square', COLOR.embedding) },
  query: { width: 18, text: 'query', draw: look('query') },
  key: { width: 18, text: 'key', draw: look('key') },
  cancels: {
    width: 17,
    text: 'cancel',
    draw: (ctx, x, y) => cancelSign(ctx, x + 8.5, y),
  },
  disagrees: { width: 14, text: '≠ effect', draw: disagreement },
  unmeasured: { width: 11, text: 'score only', draw: hollow },
  exchanged: { width: 16, text: 'exchanged', draw: chip },
  random: { width: 6, text: 'random nodes', draw: tick },
  total: { width: 24, text: 'token total', draw: tints },
};
