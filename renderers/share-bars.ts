import type { BarTone, SharedBar } from '../src/figure/samples-figure.ts';
import { inLine } from './in-line.ts';
import type { Pen } from './pen.ts';
import { hatch } from './score-bar.ts';
import { roundBox } from './shapes.ts';
import { COLOR, TEXT } from './theme.ts';

const FILL: Readonly<Record<BarTone, string>> = {
  lead: COLOR.good,
  plain: COLOR.embedding,
  memory: COLOR.opposes,
  context: COLOR.supports,
  rest: COLOR.border,
};

const LABEL = { size: TEXT.body, weight: 600 } as const;

export interface BarPlace {
  readonly left: number;
  readonly right: number;
  /** Middle of the first bar. */
  readonly y: number;
  readonly pitch: number;
  /** Room of the labels where bars of several lists are to be compared; left out: what they need. */
  readonly labels?: number;
}

/** What the labels of all lists need. */
export const labelRoom = (pen: Pen, lists: readonly (readonly SharedBar[])[]): number =>
  Math.max(60, ...lists.flat().map((bar) => pen.width(bar.label, LABEL)));

/** A label, a bar as long as its share, the count: one line each. */
export function drawShareBars(
  pen: Pen,
  bars: readonly SharedBar[],
  { left, right, y, pitch, labels }: BarPlace,
): void {
  const width = right - left;
  const widest = labels ?? labelRoom(pen, [bars]);
  const label = { left, right: left + Math.min(widest, width * 0.5) };
  const value = { size: TEXT.small, weight: 600, align: 'right' } as const;
  const valueRoom = Math.max(...bars.map((bar) => pen.width(bar.value, value)), 0) + 8;
  const bar = { left: label.right + 8, right: right - valueRoom };
  bars.forEach((each, i) => {
    const at = y + i * pitch;
    const style = { ...LABEL, color: each.tone === 'rest' ? COLOR.faint : COLOR.text };
    const text = inLine(pen, each.label, style, { up: pitch / 2 + 4, down: Math.max(3, pitch / 2 - 5) });
    pen.text(text, label.left, at, { ...style, room: label.right - label.left });
    const box = { x: bar.left, y: at - 5.5, width: bar.right - bar.left, height: 11 };
    roundBox(pen.ctx, box, 3, COLOR.panel);
    const filled = { ...box, width: box.width * Math.min(1, Math.max(0, each.share)) };
    roundBox(pen.ctx, filled, 3, FILL[each.tone]);
    if (each.tone === 'memory') hatch(pen.ctx, filled, COLOR.ground, 5);
    pen.text(each.value, right, at, { ...value, color: COLOR.sub });
  });
}
