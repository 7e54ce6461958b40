import type { RoleCell, RolesFigure } from '../src/figure/roles-figure.ts';
import { ROLE_SIGNS } from '../src/figure/roles-signs.ts';
import { inkOn, mix } from './colour.ts';
import type { Pen } from './pen.ts';
import { drawGlyph } from './roles-glyph.ts';
import { type Box, outline, roundBox } from './shapes.ts';
import { COLOR, TEXT } from './theme.ts';

interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Where cells lie: layers upwards and heads to the right, or layers to the right and heads downwards. */
export interface MapGrid extends Area {
  readonly layersAcross: boolean;
  /** Pitches. */
  readonly column: number;
  readonly row: number;
}

const LABELS = { left: 32, top: 20 } as const;
const LARGEST = { column: 64, row: 53 } as const;
/** Labels closer than this are left out. */
const LABEL_PITCH = { across: 30, down: 15 } as const;
const GLYPH_SHARE = 0.62;
/** How far the highest score takes a cell's ground towards its role's colour; sinks, most of many models, stay back. */
const TINT = { least: 0.12, most: 0.74, sink: 0.4 } as const;

/** The orientation that makes cells larger; layers from below to above where both are equal. */
export function mapGrid({ map }: Pick<RolesFigure, 'map'>, area: Area): MapGrid {
  const heads = Math.max(1, ...map.map((row) => row.length));
  const inner = { ...area, left: area.left + LABELS.left, top: area.top + LABELS.top };
  const gridOf = (columns: number, rows: number, layersAcross: boolean): MapGrid => {
    const [width, height] = [inner.right - inner.left, inner.bottom - inner.top];
    const column = Math.min(LARGEST.column, width / columns);
    const row = Math.min(LARGEST.row, height / rows);
    // A small map stands in the middle of its place.
    const left = inner.left + (width - columns * column) / 2;
    const top = inner.top + (height - rows * row) / 2;
    return { ...inner, left, top, layersAcross, column, row };
  };
  const upwards = gridOf(heads, map.length, false);
  const across = gridOf(map.length, heads, true);
  const size = ({ column, row }: MapGrid) => Math.min(column, row);
  return size(across) > size(upwards) ? across : upwards;
}

export function drawRoleMap(pen: Pen, { map }: RolesFigure, grid: MapGrid): void {
  map.forEach((heads, layer) => {
    heads.forEach((cell, head) => {
      const [column, row] = grid.layersAcross ? [layer, head] : [head, map.length - 1 - layer];
      drawCell(pen, cell, boxAt(grid, column, row));
    });
  });
  drawLabels(pen, map, grid);
}

function boxAt({ left, top, column, row }: MapGrid, x: number, y: number): Box {
  const gap = Math.min(3, 0.12 * Math.min(column, row));
  return { x: left + x * column, y: top + y * row, width: column - gap, height: row - gap };
}

function drawCell(pen: Pen, cell: RoleCell, box: Box): void {
  const { role, listed, frame } = cell;
  const ground = groundOf(cell);
  const radius = Math.min(6, box.height / 4);
  roundBox(pen.ctx, box, radius, ground);
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  if (role === null) dot(pen, x, y, Math.min(1.6, box.height / 8));
  else {
    const glyph = ROLE_SIGNS.find((sign) => sign.role === role)?.glyph ?? '';
    const size = Math.max(TEXT.least, Math.min(30, GLYPH_SHARE * Math.min(box.width, box.height)));
    drawGlyph(pen, glyph, x, y, { size, color: inkOf(cell, ground) });
  }
  const width = box.height < 14 ? 1.4 : 2;
  if (listed) outline(pen.ctx, box, radius, COLOR.text, width);
  if (frame !== undefined) outline(pen.ctx, box, radius, COLOR[frame], width);
}

/** What a head did not do here keeps its sign and loses its colour. */
function groundOf({ role, score, here = 'did' }: RoleCell): string {
  if (role === null || here !== 'did') return COLOR.panel;
  const most = role === 'sink' ? TINT.sink : TINT.most;
  return mix(COLOR.panel, COLOR.roles[role], TINT.least + (most - TINT.least) * score);
}

function inkOf({ here = 'did' }: RoleCell, ground: string): string {
  if (here === 'did') return inkOn(ground);
  return here === 'did not' ? COLOR.faint : COLOR.border;
}

function dot({ ctx }: Pen, x: number, y: number, radius: number): void {
  ctx.beginPath();
  ctx.arc(x, y, radius, 0, 2 * Math.PI);
  ctx.fillStyle = COLOR.border;
  ctx.fill();
}

function drawLabels(pen: Pen, map: RolesFigure['map'], grid: MapGrid): void {
  const { left, top, column, row, layersAcross } = grid;
  const [layers, heads] = [map.length, Math.max(1, ...map.map((each) => each.length))];
  const style = { size: TEXT.small, color: COLOR.faint } as const;
  const [columns, rows] = layersAcross ? [layers, heads] : [heads, layers];
  for (const i of labelled(columns, column, LABEL_PITCH.across)) {
    const text = `${layersAcross ? 'L' : 'H'}${i}`;
    pen.text(text, left + (i + 0.5) * column - 1, top - 11, { ...style, align: 'center' });
  }
  for (const i of labelled(rows, row, LABEL_PITCH.down)) {
    const y = top + (layersAcross ? i + 0.5 : rows - i - 0.5) * row - 1;
    pen.text(`${layersAcross ? 'H' : 'L'}${i}`, left - 8, y, { ...style, align: 'right' });
  }
}

/** Every one, or every second, fifth, … so that labels keep their distance. */
function labelled(count: number, pitch: number, least: number): number[] {
  const step = [1, 2, 4, 5, 8, 10, 16, 32].find((each) => each * pitch >= least) ?? count;
  return Array.from({ length: count }, (_, i) => i).filter((i) => i % step === 0);
}
