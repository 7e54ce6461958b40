import type { Context } from './canvas.ts';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export function roundBox(ctx: Context, { x, y, width, height }: Box, radius: number, fill: string): void {
  ctx.beginPath();
  ctx.roundRect(x, y, Math.max(0, width), height, Math.min(radius, Math.max(0, width) / 2, height / 2));
  ctx.fillStyle = fill;
  ctx.fill();
}

export function outline(
  ctx: Context,
  { x, y, width, height }: Box,
  radius: number,
  stroke: string,
  line = 1.5,
): void {
  ctx.beginPath();
  ctx.roundRect(x, y, width, height, radius);
  ctx.strokeStyle = stroke;
  ctx.lineWidth = line;
  ctx.stroke();
}

export function line(
  ctx: Context,
  points: readonly (readonly [number, number])[],
  stroke: string,
  { width = 1, dash = [] }: { width?: number; dash?: number[] } = {},
): void {
  ctx.save();
  ctx.beginPath();
  points.forEach(([x, y], i) => {
    i === 0 ? ctx.moveTo(x, y) : ctx.lineTo(x, y);
  });
  ctx.strokeStyle = stroke;
  ctx.lineWidth = width;
  ctx.lineJoin = 'round';
  ctx.lineCap = dash.length === 0 ? 'round' : 'butt';
  ctx.setLineDash(dash);
  ctx.stroke();
  ctx.restore();
}

export type Point = readonly [x: number, y: number];

/** The area that these points go round. */
export function filled(ctx: Context, points: readonly Point[], fill: string): void {
  ctx.beginPath();
  points.forEach(([x, y], i) => {
    i === 0 ? ctx.moveTo(x, y) : ctx.lineTo(x, y);
  });
  ctx.closePath();
  ctx.fillStyle = fill;
  ctx.fill();
}

/** What a node is, by shape first: ● head, ◆ MLP, ■ embedding, ▲ biases. */
export type Mark = 'circle' | 'diamond' | 'square' | 'triangle';

/** A mark of about the area of a circle of this radius, with a rim that sets it off from lines. */
export function mark(
  ctx: Context,
  shape: Mark,
  at: { x: number; y: number; radius: number },
  paint: { fill: string; rim: string },
): void {
  ctx.beginPath();
  trace(ctx, shape, at);
  ctx.closePath();
  ctx.lineWidth = 2.5;
  ctx.lineJoin = 'round';
  ctx.strokeStyle = paint.rim;
  ctx.stroke();
  ctx.fillStyle = paint.fill;
  ctx.fill();
}

function trace(
  ctx: Context,
  shape: Mark,
  { x, y, radius: r }: { x: number; y: number; radius: number },
): void {
  if (shape === 'circle') ctx.arc(x, y, r, 0, 2 * Math.PI);
  else if (shape === 'square') ctx.rect(x - r * 0.88, y - r * 0.88, r * 1.76, r * 1.76);
  else polygon(ctx, shape === 'diamond' ? diamond(x, y, r * 1.25) : triangle(x, y, r * 1.3));
}

function polygon(ctx: Context, points: readonly (readonly [number, number])[]): void {
  points.forEach(([x, y], i) => {
    i === 0 ? ctx.moveTo(x, y) : ctx.lineTo(x, y);
  });
}

const diamond = (x: number, y: number, r: number) =>
  [
    [x, y - r],
    [x + r, y],
    [x, y + r],
    [x - r, y],
  ] as const;

const triangle = (x: number, y: number, r: number) =>
  [
    [x, y - r],
    [x + r * 0.87, y + r * 0.6],
    [x - r * 0.87, y + r * 0.6],
  ] as const;
