import type { SamplesSide, StripToken } from '../src/figure/samples-figure.ts';
import { inkOn, mix } from './colour.ts';
import { inLine } from './in-line.ts';
import type { Pen } from './pen.ts';
import type { SideColumn } from './samples-layout.ts';
import { outline, roundBox } from './shapes.ts';
import { COLOR, TEXT } from './theme.ts';

/** What is read of each token, one row each, and the colour of its deepest cell. */
export const STRIP_ROWS = [
  { of: 'prob', name: 'prob %', color: COLOR.good },
  { of: 'entropy', name: 'nats', color: COLOR.opposes },
  { of: 'settle', name: 'settles', color: COLOR.qk },
] as const;

const NAMES = 48;
const CELL = { width: 50, gap: 2, height: 19, chip: 22, pitch: 22 } as const;
const SMALL = { size: TEXT.small } as const;

/** The greedy answer token by token: its probability, the entropy there, the layer it settles at. */
export function drawStrip(
  pen: Pen,
  { strip, more }: SamplesSide,
  { left, right }: SideColumn,
  top: number,
): void {
  if (strip.length === 0) {
    pen.text('its likeliest answer has no token: it ends at once', left, top + 30, {
      ...SMALL,
      color: COLOR.faint,
      room: right - left,
    });
    return;
  }
  pen.text('greedy', left, top + CELL.chip / 2, { ...SMALL, color: COLOR.faint, room: NAMES - 4 });
  STRIP_ROWS.forEach(({ name }, row) => {
    pen.text(name, left, rowTop(top, row) + CELL.height / 2, {
      ...SMALL,
      color: COLOR.faint,
      room: NAMES - 4,
    });
  });
  strip.forEach((token, i) => {
    drawToken(pen, token, left + NAMES + i * CELL.width, top);
  });
  const end = left + NAMES + strip.length * CELL.width + 3;
  if (more !== '' && end + pen.width(more, SMALL) <= right)
    pen.text(more, end, top + CELL.chip / 2, { ...SMALL, color: COLOR.faint });
}

const rowTop = (top: number, row: number): number => top + CELL.chip + 3 + row * CELL.pitch;

function drawToken(pen: Pen, token: StripToken, x: number, top: number): void {
  const width = CELL.width - CELL.gap;
  const chip = { x, y: top, width, height: CELL.chip };
  roundBox(pen.ctx, chip, 5, COLOR.raised);
  outline(pen.ctx, chip, 5, COLOR.border, 1);
  const style = { ...SMALL, weight: 600 } as const;
  const label = inLine(pen, token.label, style, { up: 14, down: 6 });
  pen.text(label, x + width / 2, top + CELL.chip / 2, { ...style, align: 'center', room: width - 6 });
  STRIP_ROWS.forEach(({ of, color }, row) => {
    const { text, share } = token[of];
    const y = rowTop(top, row);
    const fill = mix(COLOR.panel, color, 0.85 * share);
    roundBox(pen.ctx, { x, y, width, height: CELL.height }, 4, fill);
    pen.text(text, x + width / 2, y + CELL.height / 2, {
      ...SMALL,
      weight: 600,
      color: inkOn(fill),
      align: 'center',
      room: width - 1,
    });
  });
}
