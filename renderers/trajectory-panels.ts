import type { TrajectoryFigure, TrajectoryPanel } from '../src/figure/trajectory-figure.ts';
import type { Pen } from './pen.ts';
import { line, roundBox } from './shapes.ts';
import { COLOR, TEXT } from './theme.ts';

interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Of the run as it is, and of the one under a guard. */
export const LANES = [COLOR.opposes, COLOR.supports] as const;

const GRID = { columns: 3, rows: 2, gap: 14 } as const;
const TITLE = 18;
const AXIS = 16;
const SCALE = 42;

/** A small plot for each measure, passes from left to right. */
export function drawPanels(pen: Pen, { panels, passes }: TrajectoryFigure, area: Area): void {
  const width = (area.right - area.left - (GRID.columns - 1) * GRID.gap) / GRID.columns;
  const height = (area.bottom - area.top - GRID.gap / 2) / GRID.rows;
  panels.forEach((panel, i) => {
    const left = area.left + (i % GRID.columns) * (width + GRID.gap);
    const top = area.top + Math.floor(i / GRID.columns) * (height + GRID.gap / 2);
    drawPanel(pen, panel, passes, { left, right: left + width, top, bottom: top + height });
  });
}

function drawPanel(pen: Pen, panel: TrajectoryPanel, passes: number, box: Area): void {
  const plot = {
    left: box.left + SCALE,
    right: box.right - 8,
    top: box.top + TITLE + 4,
    bottom: box.bottom - AXIS,
  };
  const y = box.top + TITLE / 2;
  const taken = pen.text(panel.title, box.left, y, { size: TEXT.small + 0.5, weight: 600 });
  pen.text(panel.limitText, box.right, y, {
    size: TEXT.small,
    color: COLOR.warn,
    align: 'right',
    room: box.right - box.left - taken - 8,
  });
  roundBox(
    pen.ctx,
    {
      x: plot.left - 4,
      y: plot.top - 4,
      width: plot.right - plot.left + 12,
      height: plot.bottom - plot.top + 8,
    },
    4,
    COLOR.panel,
  );
  const scale = { size: TEXT.small, color: COLOR.faint, align: 'right' } as const;
  pen.text(panel.highText, plot.left - 8, plot.top + 3, scale);
  pen.text(panel.lowText, plot.left - 8, plot.bottom - 3, scale);
  if (panel.note !== '') {
    const middle = (plot.left + plot.right) / 2;
    pen.text(panel.note, middle, (plot.top + plot.bottom) / 2, {
      size: TEXT.small,
      color: COLOR.sub,
      align: 'center',
    });
    return;
  }
  drawAxis(pen, passes, plot);
  const limit = heightOf(panel.limit, panel, plot);
  line(
    pen.ctx,
    [
      [plot.left - 4, limit],
      [plot.right + 8, limit],
    ],
    COLOR.warn,
    { dash: [4, 3], width: 1.4 },
  );
  panel.lines.forEach((values, lane) => {
    drawLine(pen, values, lane, { panel, passes, plot });
  });
}

const heightOf = (value: number, { low, high }: TrajectoryPanel, { top, bottom }: Area): number =>
  bottom - Math.min(1, Math.max(0, (value - low) / (high - low || 1))) * (bottom - top);

const placeOf = (pass: number, passes: number, { left, right }: Area): number =>
  passes < 2 ? (left + right) / 2 : left + (pass / (passes - 1)) * (right - left);

/** Passes that are written below, far enough from one another. */
function drawAxis(pen: Pen, passes: number, plot: Area): void {
  const style = { size: TEXT.small, color: COLOR.faint, align: 'center' } as const;
  const shown = [...new Set([0, Math.floor((passes - 1) / 2), passes - 1])];
  for (const pass of shown) pen.text(String(pass + 1), placeOf(pass, passes, plot), plot.bottom + 12, style);
}

/** The first line is drawn broad, so that the second lies visibly on it where both are one. */
function drawLine(
  pen: Pen,
  values: readonly (number | null)[],
  lane: number,
  { panel, passes, plot }: { panel: TrajectoryPanel; passes: number; plot: Area },
): void {
  const color = LANES[lane] ?? LANES[0];
  const points = values.map((value, pass) =>
    value === null ? null : ([placeOf(pass, passes, plot), heightOf(value, panel, plot)] as const),
  );
  points.forEach((point, i) => {
    const next = points[i + 1];
    if (point === null) return;
    if (next !== null && next !== undefined)
      line(pen.ctx, [point, next], color, { width: lane === 0 ? 3.4 : 1.6 });
    dot(pen, point, lane === 0 ? 3 : 1.9, color);
  });
}

function dot({ ctx }: Pen, [x, y]: readonly [number, number], radius: number, color: string): void {
  ctx.beginPath();
  ctx.arc(x, y, radius, 0, 2 * Math.PI);
  ctx.fillStyle = color;
  ctx.fill();
}
