import type { EffectAxis, HeadFigure } from '../src/figure/head-figure.ts';
import { fade } from './colour.ts';
import type { Pen } from './pen.ts';
import { line, mark, roundBox } from './shapes.ts';
import { COLOR, TEXT } from './theme.ts';

interface Place {
  readonly left: number;
  readonly right: number;
  /** Middle of the caption. */
  readonly top: number;
}

const AXIS = 22;
const BAR = { left: 90, width: 120, height: 9 } as const;
const OTHER = { reach: 6, color: fade(COLOR.sub, 0.7), width: 2 } as const;

/** The head on a line of logits among other heads, each a stroke. */
export function drawEffect(pen: Pen, axis: EffectAxis, { left, right, top }: Place): void {
  pen.text(axis.caption, left, top, { size: TEXT.body, weight: 600, room: right - left });
  const y = top + AXIS;
  const style = { size: TEXT.small, color: COLOR.sub } as const;
  const [lowEnd, highEnd] = [pen.width(axis.low, style), pen.width(axis.high, style)];
  const [from, to] = [left + lowEnd + 12, right - highEnd - 12];
  const x = (share: number) => from + share * (to - from);
  pen.text(axis.low, left, y, style);
  pen.text(axis.high, right, y, { ...style, align: 'right' });
  line(
    pen.ctx,
    [
      [from, y],
      [to, y],
    ],
    COLOR.border,
    { width: 2 },
  );
  stroke(pen, x(axis.zero), y, { reach: 9, color: COLOR.faint, width: 1.5 });
  for (const other of axis.others) stroke(pen, x(other), y, OTHER);
  const fill = axis.supports ? COLOR.supports : COLOR.opposes;
  mark(pen.ctx, 'circle', { x: x(axis.own), y, radius: 6.5 }, { fill, rim: COLOR.ground });
  drawAxisKeys(pen, axis, fill, { left, y: y + 20 });
}

function drawAxisKeys(
  pen: Pen,
  { name, others }: EffectAxis,
  fill: string,
  { left, y }: { readonly left: number; readonly y: number },
): void {
  const style = { size: TEXT.small, color: COLOR.sub } as const;
  mark(pen.ctx, 'circle', { x: left + 6, y, radius: 5 }, { fill, rim: COLOR.ground });
  const x = left + 18 + pen.text(name, left + 18, y, style) + 16;
  stroke(pen, x, y, OTHER);
  pen.text(`${others.length} other heads, ablated the same way`, x + 8, y, style);
}

/** Shares of tokens, with a tick where chance ends. */
export function drawCopying(
  pen: Pen,
  { caption, bars }: HeadFigure['copying'],
  { left, right, top }: Place,
): void {
  pen.text(caption, left, top, { size: TEXT.body, weight: 600, room: right - left });
  bars.forEach(({ label, share, chance, value }, i) => {
    const y = top + 21 + i * 19;
    const style = { size: TEXT.small, color: COLOR.sub } as const;
    pen.text(label, left, y, { ...style, room: BAR.left - 8 });
    const track = { x: left + BAR.left, y: y - BAR.height / 2, width: BAR.width, height: BAR.height };
    const at = (part: number) => BAR.width * Math.min(1, Math.max(0, part));
    roundBox(pen.ctx, track, 3, COLOR.raised);
    roundBox(pen.ctx, { ...track, width: at(share) }, 3, share > chance ? COLOR.ov : COLOR.faint);
    stroke(pen, track.x + at(chance), y, { reach: 7, color: COLOR.text, width: 1.6 });
    const x = track.x + BAR.width + 10;
    pen.text(value, x, y, { ...style, room: right - x });
  });
}

function stroke(
  { ctx }: Pen,
  x: number,
  y: number,
  { reach, color, width }: { readonly reach: number; readonly color: string; readonly width: number },
): void {
  const ends = [
    [x, y - reach],
    [x, y + reach],
  ] as const;
  line(ctx, ends, color, { width });
}
