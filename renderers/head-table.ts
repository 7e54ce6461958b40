import type { QkPanel } from '../src/figure/head-figure.ts';
import { diverging, inkOn } from './colour.ts';
import type { PanelPlace } from './head-panel.ts';
import { drawCaption } from './head-panel.ts';
import type { Pen } from './pen.ts';
import { hatch } from './score-bar.ts';
import { roundBox } from './shapes.ts';
import { COLOR, TEXT } from './theme.ts';

const HEADER = 20;
const LABEL = 62;
const CELL = { pitch: 19, gap: 2 } as const;
/** Cells fainter than this carry no number. */
const QUIET = 0.02;

/** Query parts down, key parts across; every cell a signed score, all of them the whole. */
export function drawTable(pen: Pen, { caption, columns, rows, note }: QkPanel, place: PanelPlace): void {
  const { left, right, top } = place;
  drawCaption(pen, caption, place);
  const width = (right - left - LABEL) / Math.max(1, columns.length);
  const style = { size: TEXT.small, color: COLOR.sub } as const;
  const first = top + HEADER + 18;
  columns.forEach((label, i) => {
    const x = left + LABEL + (i + 0.5) * width;
    pen.text(label, x, top + HEADER, { ...style, align: 'center', room: width - 4 });
  });
  rows.forEach(({ label, cells }, i) => {
    const y = first + i * CELL.pitch;
    pen.text(label, left, y, { ...style, room: LABEL - 6 });
    cells.forEach((cell, j) => {
      const box = {
        x: left + LABEL + j * width,
        y: y - (CELL.pitch - CELL.gap) / 2,
        width: width - CELL.gap,
        height: CELL.pitch - CELL.gap,
      };
      const ground = diverging(cell.share);
      roundBox(pen.ctx, box, 3, ground);
      if (cell.share < -0.1) hatch(pen.ctx, box, 'rgba(16, 18, 23, 0.22)', 5);
      if (Math.abs(cell.share) < QUIET) return;
      const ink = { size: TEXT.small, weight: 600, color: inkOn(ground), align: 'center' } as const;
      pen.text(cell.value, box.x + box.width / 2, y, { ...ink, room: box.width - 2 });
    });
  });
  const y = first + rows.length * CELL.pitch + 1;
  if (note !== '') pen.text(note, left, y, { size: TEXT.small, color: COLOR.faint, room: right - left });
}
