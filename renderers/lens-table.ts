import type { LensCell, LensFigure, LensRow } from '../src/figure/lens-figure.ts';
import { heat, inkOn } from './colour.ts';
import type { Pen } from './pen.ts';
import { type Box, outline, roundBox } from './shapes.ts';
import { COLOR, TEXT } from './theme.ts';

export interface TablePlace {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** Tokens stand below, like the prompt under the model; ranks above. */
  readonly header: 'above' | 'below';
}

const DEPTH_WIDTH = 66;
const ROW_MOST = 34;
const GAP = 2;
/** Air before the plain logit lens's own column. */
const BESIDE = 9;
/** Extra air where depths are left out. */
const SKIP = 5;
/** Cells at least this wide show the probability beside the word. */
const WITH_PROB = 86;

interface Grid extends TablePlace {
  readonly pitch: number;
  /** Width of one, and how many. */
  readonly column: number;
  readonly columns: number;
  /** The last one stands apart. */
  readonly beside: boolean;
  /** Upper edge of each row, deepest first in the list's own order (last row on top). */
  readonly tops: readonly number[];
}

export function drawLensTable(pen: Pen, figure: LensFigure, place: TablePlace): void {
  const grid = gridOf(figure, place);
  figure.rows.forEach((row, i) => {
    drawRow(pen, row, grid, grid.tops[i] ?? 0);
  });
  figure.columns.forEach((_, column) => {
    frameRows(pen, figure, grid, column, 'settled');
    frameRows(pen, figure, grid, column, 'plain');
  });
  drawHeader(pen, figure.columns, grid);
}

function gridOf({ rows, columns, beside }: LensFigure, place: TablePlace): Grid {
  const skips = rows.filter(({ skipped }) => skipped > 0).length * SKIP;
  const pitch = Math.min(ROW_MOST, (place.bottom - place.top - skips) / Math.max(1, rows.length));
  let y = place.top;
  const tops = [...rows].reverse().map(({ skipped }) => {
    const top = y;
    y += pitch + (skipped > 0 ? SKIP : 0);
    return top;
  });
  const room = place.right - place.left - DEPTH_WIDTH - (beside ? BESIDE : 0);
  const column = room / Math.max(1, columns.length);
  return { ...place, bottom: y, pitch, column, columns: columns.length, beside, tops: tops.reverse() };
}

function drawRow(pen: Pen, row: LensRow, grid: Grid, top: number): void {
  const y = top + grid.pitch / 2;
  pen.text(row.depth, grid.left + DEPTH_WIDTH - 10, y, {
    size: TEXT.small,
    color: row.mid ? COLOR.faint : COLOR.sub,
    align: 'right',
  });
  if (row.skipped > 0)
    pen.text('⋮', grid.left - 3, top + grid.pitch + SKIP / 2, { size: TEXT.small, color: COLOR.faint });
  row.cells.forEach((cell, i) => {
    const x = columnAt(grid, i);
    drawCell(pen, cell, { x, y: top, width: grid.column - GAP, height: grid.pitch - GAP });
  });
}

function drawCell(
  pen: Pen,
  cell: LensCell | null,
  box: { x: number; y: number; width: number; height: number },
): void {
  const ground = cell === null ? COLOR.panel : heat(cell.prob);
  roundBox(pen.ctx, box, 4, ground);
  if (cell === null) return;
  const y = box.y + box.height / 2;
  const style = { size: TEXT.small + 0.5, color: inkOn(ground), weight: cell.settled ? 600 : 400 } as const;
  if (box.width < WITH_PROB) {
    pen.text(cell.label, box.x + box.width / 2, y, { ...style, align: 'center', room: box.width - 6 });
    return;
  }
  const taken = pen.text(cell.text, box.x + box.width - 6, y, {
    ...style,
    size: TEXT.small,
    weight: 400,
    align: 'right',
  });
  pen.text(cell.label, box.x + 7, y, { ...style, room: box.width - taken - 20 });
}

/** A frame around the shown rows in which the column's answer leads for good; by the plain lens it is broken and lies within. */
function frameRows(
  pen: Pen,
  { rows }: LensFigure,
  grid: Grid,
  column: number,
  by: 'settled' | 'plain',
): void {
  const first = rows.findIndex(({ cells }) => cells[column]?.[by] === true);
  if (first < 0) return;
  const top = grid.tops.at(-1) ?? grid.top;
  const bottom = (grid.tops[first] ?? top) + grid.pitch - GAP;
  const x = columnAt(grid, column);
  const box = { x, y: top, width: grid.column - GAP, height: bottom - top };
  if (by === 'settled') outline(pen.ctx, box, 4, COLOR.text, 1.6);
  else plainFrame(pen, { x: x + 1.6, y: top + 1.9, width: box.width - 3.2, height: box.height - 3.8 });
}

/** Broken, on a dark line of its own: it lies on every colour of the scale. */
export function plainFrame({ ctx }: Pen, box: Box): void {
  outline(ctx, box, 3, COLOR.ink, 2.6);
  ctx.save();
  ctx.setLineDash([4, 3]);
  outline(ctx, box, 3, COLOR.text, 1.4);
  ctx.restore();
}

const columnAt = ({ left, column, columns, beside }: Grid, i: number): number =>
  left + DEPTH_WIDTH + i * column + (beside && i === columns - 1 ? BESIDE : 0);

function drawHeader(pen: Pen, columns: readonly string[], grid: Grid): void {
  const y = grid.header === 'above' ? grid.top - 10 : grid.bottom + 9;
  columns.forEach((label, i) => {
    const x = columnAt(grid, i) + grid.column / 2 - GAP / 2;
    const strong = grid.header === 'below';
    pen.text(label, x, y, {
      size: strong ? TEXT.body : TEXT.small,
      weight: strong ? 600 : 400,
      color: strong ? COLOR.text : COLOR.faint,
      align: 'center',
      room: grid.column - 6,
    });
  });
}
