import type { RoleEntry, RolesFigure } from '../src/figure/roles-figure.ts';
import { drawLegend } from './legend.ts';
import type { Pen } from './pen.ts';
import { drawGlyph } from './roles-glyph.ts';
import { drawRoleList } from './roles-list.ts';
import { drawRoleMap, mapGrid } from './roles-map.ts';
import { CARD, COLOR, SIZE, TEXT } from './theme.ts';

const AREA = { left: CARD.margin, right: SIZE.width - CARD.margin, top: 76, bottom: 418 } as const;
const LEGEND_Y = 433;
const LIST = { width: 216, height: 132, gap: 24 } as const;
/** Beside the map; or below a wide one, in three columns. */
const BESIDE = { ...AREA, right: AREA.right - LIST.width - LIST.gap };
const BELOW = { ...AREA, bottom: AREA.bottom - LIST.height - 12 };

/** The map where its cells become largest, the list in the rest, the legend in one row. */
export function drawRoles(pen: Pen, figure: RolesFigure): void {
  const [beside, below] = [mapGrid(figure, BESIDE), mapGrid(figure, BELOW)];
  const wide = Math.min(below.column, below.row) > Math.min(beside.column, beside.row);
  drawRoleMap(pen, figure, wide ? below : beside);
  if (wide) drawRoleList(pen, figure.roles, { ...AREA, top: AREA.bottom - LIST.height }, 3);
  else drawRoleList(pen, figure.roles, { ...AREA, left: AREA.right - LIST.width }, 1);
  drawLegend(pen, LEGEND_Y, [
    ...figure.roles.map((entry) => legendItem(pen, entry)),
    { width: 4, sign: (x: number, y: number) => dot(pen, x + 2, y), text: `none ${figure.none}` },
  ]);
}

const legendItem = (pen: Pen, { role, glyph, label, count }: RoleEntry) => ({
  width: 14,
  sign: (x: number, y: number) => {
    drawGlyph(pen, glyph, x + 7, y, { size: TEXT.subtitle, color: COLOR.roles[role] });
  },
  text: `${label.replace(/ token$|^copy /, '')} ${count}`,
});

function dot({ ctx }: Pen, x: number, y: number): void {
  ctx.beginPath();
  ctx.arc(x, y, 1.6, 0, 2 * Math.PI);
  ctx.fillStyle = COLOR.faint;
  ctx.fill();
}
