import { isRtl } from '../src/kernel/token-label.ts';
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
  /** Adds a text that another library drew. */
  note(box: TextBox): void;
}

/** Capitals of Inter are this high, of the size. */
const CAPITALS = 0.727;
const HALO = 3.5;

export function penOn(ctx: Context): Pen {
  ctx.textAlign = 'left'; // not 'start', which is the right edge of what runs from right to left
  ctx.fontFeatureSettings = '"calt" 0'; // a token is shown as it is written: `->` is no arrow, `2x3` no product
  const boxes: TextBox[] = [];
  const measure = (text: string) =>
    directionRuns(text).reduce((sum, run) => sum + ctx.measureText(drawable(run)).width, 0);
  return {
    ctx,
    boxes,
    note: (box) => void boxes.push(box),
    width(text, style) {
      ctx.font = font(style.size, style.weight ?? 400);
      return measure(text);
    },
    text(text, x, y, style) {
      ctx.font = font(style.size, style.weight ?? 400);
      const shown = style.room === undefined ? text : fitted(text, style.room, measure);
      const width = measure(shown);
      const left = x - width * SHIFT[style.align ?? 'left'];
      const box = drawRuns(ctx, directionRuns(shown).map(drawable), left, y, style);
      if (box !== undefined) boxes.push(box);
      return width;
    },
  };
}

const SHIFT = { left: 0, center: 0.5, right: 1 } as const;

/** @returns the ink of all runs together, undefined when there are none */
function drawRuns(
  ctx: Context,
  runs: readonly string[],
  left: number,
  y: number,
  style: TextStyle,
): TextBox | undefined {
  const baseline = y + (style.size * CAPITALS) / 2;
  let x = left;
  const inks = runs.map((run) => {
    ctx.direction = isRtl(run) ? 'rtl' : 'ltr';
    const ink = ctx.measureText(run);
    if (style.halo !== undefined) rim(ctx, run, x, baseline, style.halo);
    ctx.fillStyle = style.color ?? COLOR.text;
    ctx.fillText(run, x, baseline);
    const start = x;
    x += ink.width;
    return {
      left: start - ink.actualBoundingBoxLeft,
      right: start + ink.actualBoundingBoxRight,
      top: baseline - ink.actualBoundingBoxAscent,
      bottom: baseline + ink.actualBoundingBoxDescent,
    };
  });
  return inks.length === 0 ? undefined : { text: runs.join(''), size: style.size, ...around(inks) };
}

interface Ink {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** The smallest box around several. */
function around(inks: readonly Ink[]): Pick<TextBox, 'x' | 'y' | 'width' | 'height'> {
  const x = Math.min(...inks.map(({ left }) => left));
  const y = Math.min(...inks.map(({ top }) => top));
  const width = Math.max(...inks.map(({ right }) => right)) - x;
  return { x, y, width, height: Math.max(...inks.map(({ bottom }) => bottom)) - y };
}

function rim(ctx: Context, text: string, x: number, baseline: number, color: string): void {
  ctx.save();
  ctx.strokeStyle = color;
  ctx.lineWidth = HALO;
  ctx.lineJoin = 'round';
  ctx.strokeText(text, x, baseline);
  ctx.restore();
}
