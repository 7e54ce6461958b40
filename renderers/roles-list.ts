import type { RoleEntry } from '../src/figure/roles-figure.ts';
import { mix } from './colour.ts';
import type { Pen } from './pen.ts';
import { drawGlyph } from './roles-glyph.ts';
import { type Box, roundBox } from './shapes.ts';
import { COLOR, TEXT } from './theme.ts';

interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const CHIP = 24;
const GAP = 24;
const LINE = 16;
const BAR = 6;
const EFFECT_WIDTH = 50;

/** Room above the list for what its columns are. */
const HEADING = 20;

/** The leading heads of every role: score as a bar and a number, and the effect of ablating. */
export function drawRoleList(pen: Pen, roles: readonly RoleEntry[], area: Area, columns: 1 | 3): void {
  const rows = Math.ceil(roles.length / columns);
  const width = (area.right - area.left - (columns - 1) * GAP) / columns;
  const height = (area.bottom - area.top - HEADING) / rows;
  roles.forEach((entry, i) => {
    const x = area.left + (i % columns) * (width + GAP);
    drawEntry(pen, entry, { x, y: area.top + HEADING + Math.floor(i / columns) * height, width, height });
    if (i < columns) drawHeading(pen, x + width, area.top + 8);
  });
}

/** Over the columns that end at `right`. */
function drawHeading(pen: Pen, right: number, y: number): void {
  const style = { size: TEXT.small, color: COLOR.faint, align: 'right' } as const;
  pen.text('effect', right, y, style);
  pen.text('score', right - EFFECT_WIDTH, y, style);
}

function drawEntry(pen: Pen, entry: RoleEntry, { x, y, width }: Box): void {
  const color = COLOR.roles[entry.role];
  drawChip(pen, entry, x, y + 1);
  const left = x + CHIP + 8;
  const right = x + width;
  const beside = pen.text(`null ${entry.null99}`, right, y + 8, {
    size: TEXT.small,
    color: COLOR.faint,
    align: 'right',
  });
  pen.text(entry.label, left, y + 8, { size: TEXT.body, weight: 600, room: right - left - beside - 8 });
  entry.heads.forEach((head, i) => {
    drawHead(pen, head, { x: left, y: y + 8 + (i + 1) * LINE, width: right - left, height: LINE }, color);
  });
  if (entry.heads.length === 0)
    pen.text('no head', left, y + 8 + LINE, { size: TEXT.small, color: COLOR.faint });
}

function drawChip(pen: Pen, { role, glyph }: RoleEntry, x: number, y: number): void {
  roundBox(pen.ctx, { x, y, width: CHIP, height: CHIP }, 6, mix(COLOR.panel, COLOR.roles[role], 0.3));
  drawGlyph(pen, glyph, x + CHIP / 2, y + CHIP / 2, { size: 16, color: COLOR.roles[role] });
}

/** `L18H6 ▬▬▬▬▬ .94  −0.25` on the line `y`. */
function drawHead(pen: Pen, head: RoleEntry['heads'][number], { x, y, width }: Box, color: string): void {
  const small = { size: TEXT.small } as const;
  pen.text(head.head, x, y, { ...small, color: COLOR.sub });
  pen.text(head.effect, x + width, y, { ...small, align: 'right' });
  pen.text(head.text, x + width - EFFECT_WIDTH, y, { ...small, color: COLOR.sub, align: 'right' });
  const bar = { x: x + 50, y: y - BAR / 2, width: width - 50 - EFFECT_WIDTH - 32, height: BAR };
  roundBox(pen.ctx, bar, BAR / 2, COLOR.raised);
  roundBox(pen.ctx, { ...bar, width: bar.width * Math.min(1, Math.max(0, head.score)) }, BAR / 2, color);
}
