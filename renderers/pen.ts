import type { Context } from './canvas.ts';
import { font } from './fonts.ts';
import { drawable } from './glyphs.ts';
import { directionRuns, fitted } from './text.ts';
import { COLOR, type Weight } from './theme.ts';

export interface TextStyle {
  readonly size: number;
  readonly weight?: Weight;
  readonly color?: string;
  readonly align?: 'left' | 'center' | 'right';
  /** Logical pixels; longer text is cut with `…`. */
  readonly room?: number;
  /** A rim in this colour, for text over lines. */
  readonly halo?: string;
}

/** Where a text's ink lies, logical pixels. */
export interface TextBox {
  /** As drawn, after cutting. */
  readonly text: string;
  readonly size: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The canvas, and the one way text gets onto it. */
export interface Pen {
  readonly ctx: Context;
  /** Every text so far. */
  readonly boxes: readonly TextBox[];
  /**
   * Draws one line.
   *
   * @param x  left edge, middle or right edge, as `align` says
   * @param y  middle of the capitals
   * @returns the width it took
   */
  text(text: string, x: number, y: number, style: TextStyle): number;
  width(text: string, style: TextStyle): number;
}

/** Capitals of Inter are this high, of the size. */
const CAPITALS = 0.727;
const HALO = 3.5;

export function penOn(ctx: Context): Pen {
  const boxes: TextBox[] = [];
  const measure = (text: string) =>
    directionRuns(text).reduce((sum, run) => sum + ctx.measureText(drawable(run)).width, 0);
  return {
    ctx,
    boxes,
    width(text, style) {
      ctx.font = font(style.size, style.weight ?? 400);
      return measure(text);
    },
    text(text, x, y, style) {
      ctx.font = font(style.size, style.weight ?? 400);
      const shown = style.room === undefined ? text : fitted(text, style.room, measure);
      const width = measure(shown);
      const left = x - width * SHIFT[style.align ?? 'left'];
      drawRuns(ctx, directionRuns(shown).map(drawable), { left, y, style, boxes });
      return width;
    },
  };
}

const SHIFT = { left: 0, center: 0.5, right: 1 } as const;

function drawRuns(
  ctx: Context,
  runs: readonly string[],
  { left, y, style, boxes }: { left: number; y: number; style: TextStyle; boxes: TextBox[] },
): void {
  const baseline = y + (style.size * CAPITALS) / 2;
  let x = left;
  for (const run of runs) {
    const ink = ctx.measureText(run);
    if (style.halo !== undefined) rim(ctx, run, x, baseline, style.halo);
    ctx.fillStyle = style.color ?? COLOR.text;
    ctx.fillText(run, x, baseline);
    boxes.push({
      text: run,
      size: style.size,
      x: x - ink.actualBoundingBoxLeft,
      y: baseline - ink.actualBoundingBoxAscent,
      width: ink.actualBoundingBoxLeft + ink.actualBoundingBoxRight,
      height: ink.actualBoundingBoxAscent + ink.actualBoundingBoxDescent,
    });
    x += ink.width;
  }
}

function rim(ctx: Context, text: string, x: number, baseline: number, color: string): void {
  ctx.save();
  ctx.strokeStyle = color;
  ctx.lineWidth = HALO;
  ctx.lineJoin = 'round';
  ctx.strokeText(text, x, baseline);
  ctx.restore();
}
