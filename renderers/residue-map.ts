import type { ResidueFigure, ResidueMark } from '../src/figure/residue-figure.ts';
import { diverging } from './colour.ts';
import type { Pen } from './pen.ts';
import { drawMark, MARK_RADIUS } from './residue-marks.ts';
import { line, roundBox } from './shapes.ts';
import { COLOR, TEXT } from './theme.ts';

export interface MapArea {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const NAMES = 92;
const ROW_MOST = 44;
/** Every row is named from this pitch on. */
const NAMED_PITCH = 13;
/** Lines of the answering position's marks, and their pitch. */
const LANES = 3;
const LANE = 22;
const WORD = 72;
const AXIS = 16;

interface Grid extends MapArea {
  readonly pitch: number;
  readonly column: number;
}

/** Tokens downwards, layers to the right; what the answering position itself carries stands below them. */
export function drawResidueMap(pen: Pen, figure: ResidueFigure, area: MapArea): void {
  const lanes = LANES * LANE + 8;
  const left = area.left + NAMES;
  const height = area.bottom - AXIS - lanes - area.top;
  const pitch = Math.min(ROW_MOST, height / Math.max(1, figure.rows.length));
  const column = (area.right - left) / Math.max(1, figure.layers);
  const grid = { ...area, left, bottom: area.top + pitch * figure.rows.length, pitch, column };
  drawCells(pen, figure, grid);
  drawNames(pen, figure, grid, area.left);
  drawTokenMarks(pen, figure.marks, grid);
  drawAnswer(pen, figure, grid, area);
  drawLayers(pen, figure.layers, { left, right: area.right, y: area.bottom - AXIS / 2 + 2 });
}

const middleOf = ({ left, column }: Pick<Grid, 'left' | 'column'>, layer: number): number =>
  left + (layer + 0.5) * column;

function drawCells({ ctx }: Pen, { rows, most }: ResidueFigure, { left, top, pitch, column }: Grid): void {
  const gap = Math.min(1.5, 0.15 * Math.min(pitch, column));
  rows.forEach(({ gaps }, row) => {
    gaps.forEach((value, layer) => {
      const box = {
        x: left + layer * column,
        y: top + row * pitch,
        width: column - gap,
        height: pitch - gap,
      };
      roundBox(ctx, box, 2, value === null ? COLOR.panel : diverging(-value / most));
    });
  });
}

/** All of them, or the named ones as far as they do not touch. */
function drawNames(pen: Pen, { rows }: ResidueFigure, { top, pitch, left }: Grid, from: number): void {
  let free = Number.NEGATIVE_INFINITY;
  rows.forEach(({ label, named, sink }, row) => {
    const y = top + (row + 0.5) * pitch;
    if (pitch < NAMED_PITCH && (!named || y < free)) return;
    free = y + NAMED_PITCH;
    pen.text(label, left - 8, y, {
      size: TEXT.small,
      weight: named ? 600 : 400,
      color: sink ? COLOR.faint : named ? COLOR.text : COLOR.sub,
      align: 'right',
      room: left - 8 - from,
    });
  });
}

/** Marks keep their layer where they can; one that would cover another moves aside, tied to its place. */
function drawTokenMarks(pen: Pen, marks: readonly ResidueMark[], grid: Grid): void {
  const taken: { x: number; y: number }[] = [];
  for (const { glyph, confirmed, row, layer } of marks) {
    const place = { x: middleOf(grid, layer), y: grid.top + (row + 0.5) * grid.pitch };
    const step = 2 * MARK_RADIUS + 1;
    const covers = (x: number) => taken.some((t) => Math.hypot(t.x - x, t.y - place.y) < step);
    const tries = Array.from(
      { length: 24 },
      (_, i) => place.x + (i % 2 === 0 ? 1 : -1) * Math.ceil(i / 2) * step,
    );
    const x = tries.find((each) => each > grid.left && each < grid.right - MARK_RADIUS && !covers(each));
    if (x === undefined) continue;
    if (x !== place.x)
      line(
        pen.ctx,
        [
          [place.x, place.y],
          [x, place.y],
        ],
        COLOR.text,
      );
    taken.push({ x, y: place.y });
    drawMark(pen, glyph, confirmed, x, place.y);
  }
}

/** A lane a mark where two would touch, and its word beside it: on the left where there is no room on the right. */
function drawAnswer(pen: Pen, { answer }: ResidueFigure, grid: Grid, area: MapArea): void {
  const top = area.bottom - AXIS - LANES * LANE;
  line(
    pen.ctx,
    [
      [area.left, top - 4],
      [area.right, top - 4],
    ],
    COLOR.border,
  );
  const style = { size: TEXT.small, align: 'right', room: NAMES - 8 } as const;
  pen.text('at the answer', grid.left - 8, top + 9, { ...style, color: COLOR.sub });
  pen.text(answer.label, grid.left - 8, top + 9 + 17, { ...style, weight: 600, color: COLOR.good });
  if (answer.marks.length === 0)
    pen.text('no ∴ or ⇌ here', grid.left + 4, top + 9, { size: TEXT.small, color: COLOR.faint });
  const ends = new Array<number>(LANES).fill(grid.left - 2 * MARK_RADIUS);
  for (const mark of [...answer.marks].sort((a, b) => a.layer - b.layer)) {
    const label = { size: TEXT.small, color: COLOR.text } as const;
    const x = middleOf(grid, mark.layer);
    const beside = MARK_RADIUS + 4;
    const width = beside + Math.min(WORD, pen.width(mark.label, label));
    const leftward = x + width > grid.right;
    const [from, to] = leftward ? [x - width, x + MARK_RADIUS] : [x - MARK_RADIUS, x + width];
    const lane = ends.findIndex((end) => from > end + 4);
    if (lane < 0) continue;
    const y = top + 9 + lane * LANE;
    ends[lane] = to;
    drawMark(pen, mark.glyph, mark.confirmed, x, y);
    if (leftward) pen.text(mark.label, x - beside, y, { ...label, room: WORD, align: 'right' });
    else pen.text(mark.label, x + beside, y, { ...label, room: WORD });
  }
}

/** First, middle and last layer. */
export function drawLayers(
  pen: Pen,
  layers: number,
  { left, right, y }: { readonly left: number; readonly right: number; readonly y: number },
): void {
  const column = (right - left) / Math.max(1, layers);
  const style = { size: TEXT.small, color: COLOR.faint, align: 'center' } as const;
  const shown = [...new Set([0, Math.floor((layers - 1) / 2), layers - 1])];
  const near = shown.length > 2 && (layers - 1) * column < 100;
  for (const layer of near ? [0] : shown) pen.text(`L${layer}`, middleOf({ left, column }, layer), y, style);
}
