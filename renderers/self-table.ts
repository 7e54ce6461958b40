import type { SelfCell, SelfRow } from '../src/figure/self-figure.ts';
import { fade } from './colour.ts';
import { inLine } from './in-line.ts';
import type { Pen } from './pen.ts';
import { SELF_COLOR } from './self-plot.ts';
import { roundBox } from './shapes.ts';
import { COLOR, TEXT } from './theme.ts';

interface Place {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const LAYER = 32;
const GAP = 10;
const PROB = 46;
const CONTROL = 50;
const HEAD = 30;
const PITCH = 30;
const INK = { up: 13, down: 8 } as const;

/** Words of some layers, the deepest on top; beside each its probability, and that of the same word in a control. */
export function drawSelfTable(pen: Pen, rows: readonly SelfRow[], { left, right, top, bottom }: Place): void {
  const width = (right - left - LAYER - GAP) / 2;
  const columns = { is: left + LAYER, says: left + LAYER + width + GAP } as const;
  for (const tone of ['is', 'says'] as const) {
    const x = columns[tone];
    const title = tone === 'is' ? 'what it is' : 'what it will say';
    pen.text(title, x, top, { size: TEXT.small, weight: 600, color: SELF_COLOR[tone], room: width });
    const style = { size: TEXT.small, color: COLOR.faint, align: 'right' } as const;
    pen.text('control', x + width, top + 15, style);
  }
  const pitch = Math.min(PITCH, (bottom - top - HEAD) / Math.max(1, rows.length));
  rows.forEach((row, i) => {
    const y = top + HEAD + (i + 0.5) * pitch;
    pen.text(row.layer, left + LAYER - 10, y, { size: TEXT.small, color: COLOR.faint, align: 'right' });
    drawCell(pen, row.is, SELF_COLOR.is, columns.is, y, width, pitch);
    drawCell(pen, row.says, SELF_COLOR.says, columns.says, y, width, pitch);
  });
}

/** Filled where it is the word looked for; faint, with a sign, where a control says it too. */
function drawCell(
  pen: Pen,
  { label, prob, control, given, found }: SelfCell,
  color: string,
  x: number,
  y: number,
  width: number,
  pitch: number,
): void {
  const box = { x, y: y - pitch / 2 + 1.5, width, height: pitch - 3 };
  roundBox(pen.ctx, box, 4, found && !given ? fade(color, 0.22) : COLOR.panel);
  const style = {
    size: TEXT.small,
    weight: found ? 600 : 400,
    color: given ? COLOR.faint : COLOR.text,
    room: width - PROB - CONTROL - 8,
  } as const;
  const shown = given ? `⊘ ${label}` : label;
  pen.text(inLine(pen, shown, style, INK), x + 6, y, style);
  const right = x + width;
  const number = { size: TEXT.small, align: 'right' } as const;
  pen.text(prob, right - CONTROL, y, { ...number, color: given ? COLOR.faint : COLOR.sub });
  pen.text(control, right - 4, y, { ...number, color: COLOR.faint });
}
