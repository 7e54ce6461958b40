import type { ComponentMark, PromptPiece } from '../src/figure/comparison-figure.ts';
import { fade } from './colour.ts';
import type { Pen, TextStyle } from './pen.ts';
import { line, mark, outline, roundBox } from './shapes.ts';
import { CARD, COLOR, SIZE, TEXT } from './theme.ts';
import { CHIP, chipWidth } from './token-chips.ts';

const RIGHT = SIZE.width - CARD.margin;
const ROOM = RIGHT - CARD.margin;
const ARROW = 16;
/** No chip is squeezed below this while a wider one is left. */
const NARROWEST = 26;

/** The prompt as chips on one line: what went struck through, an arrow, what came. */
export function drawPrompt(pen: Pen, pieces: readonly PromptPiece[], y: number): void {
  const gaps = pieces.map((piece, i) => gapAfter(piece, pieces[i + 1]));
  const natural = pieces.map((piece) => chipWidth(pen, { label: piece.label, gap: false, tint: 0 }) + 2);
  const widths = squeezed(natural, ROOM - gaps.reduce((sum, gap) => sum + gap, 0));
  let x: number = CARD.margin;
  pieces.forEach((piece, i) => {
    const width = widths[i] ?? 0;
    drawPiece(pen, piece, x, y, width);
    x += width;
    if (gaps[i] === ARROW) drawArrow(pen, x, y);
    x += gaps[i] ?? 0;
  });
}

const gapAfter = (piece: PromptPiece, after: PromptPiece | undefined): number =>
  after === undefined ? 0 : piece.kind === 'old' && after.kind === 'new' ? ARROW : CHIP.gap;

/** Widths within the room, the widest cut first. */
function squeezed(natural: readonly number[], room: number): number[] {
  const total = (cap: number) => natural.reduce((sum, width) => sum + Math.min(width, cap), 0);
  let [low, high] = [NARROWEST, Math.max(NARROWEST, ...natural)];
  if (total(high) <= room) return [...natural];
  for (let i = 0; i < 24; i++) {
    const middle = (low + high) / 2;
    if (total(middle) <= room) low = middle;
    else high = middle;
  }
  return natural.map((width) => Math.min(width, low));
}

const GROUND = {
  same: COLOR.raised,
  old: fade(COLOR.opposes, 0.16),
  new: COLOR.supports,
  gap: COLOR.ground,
} as const;
const INK = { same: COLOR.text, old: COLOR.opposes, new: COLOR.ink, gap: COLOR.faint } as const;

function drawPiece(
  pen: Pen,
  { kind, label, touched }: PromptPiece,
  x: number,
  y: number,
  width: number,
): void {
  const box = { x, y: y - CHIP.height / 2, width, height: CHIP.height };
  roundBox(pen.ctx, box, 6, GROUND[kind]);
  if (kind === 'old') outline(pen.ctx, box, 6, fade(COLOR.opposes, 0.6), 1);
  if (touched) outline(pen.ctx, box, 6, COLOR.warn, 1.5);
  const style = { size: TEXT.small + 0.5, weight: kind === 'new' ? 600 : 400, room: width - 6 } as const;
  const wide = pen.text(label, x + width / 2, y, { ...style, color: INK[kind], align: 'center' });
  if (kind === 'old') strike(pen, x + width / 2, y, wide + 4);
}

function strike({ ctx }: Pen, x: number, y: number, width: number): void {
  line(
    ctx,
    [
      [x - width / 2, y],
      [x + width / 2, y],
    ],
    COLOR.opposes,
    { width: 1.5 },
  );
}

function drawArrow({ ctx }: Pen, x: number, y: number): void {
  const shaft = [
    [x + 2, y],
    [x + ARROW - 3, y],
  ] as const;
  const head = [
    [x + ARROW - 7, y - 4],
    [x + ARROW - 3, y],
    [x + ARROW - 7, y + 4],
  ] as const;
  for (const points of [shaft, head]) line(ctx, points, COLOR.sub, { width: 1.5 });
}

const NAME: TextStyle = { size: TEXT.small + 0.5, weight: 600 };
const WHAT: TextStyle = { size: TEXT.small + 0.5, color: COLOR.sub };
const PILL = { height: 22, pad: 8, sign: 16, gap: 8 } as const;

/** The edited components in one row, each with its shape: crossed out where it is silent. */
export function drawMarks(pen: Pen, marks: readonly ComponentMark[], y: number): void {
  let x: number = CARD.margin;
  for (const [i, each] of marks.entries()) {
    const width = 2 * PILL.pad + PILL.sign + pen.width(each.name, NAME) + 6 + pen.width(each.what, WHAT);
    const left = marks.length - i;
    const reserve = left > 1 ? pen.width(`+${left} more`, WHAT) + PILL.gap : 0;
    if (x + width + reserve > RIGHT) {
      pen.text(`+${left} more`, x, y, WHAT);
      return;
    }
    drawPill(pen, each, x, y, width);
    x += width + PILL.gap;
  }
}

function drawPill(
  pen: Pen,
  { shape, name, what, silent }: ComponentMark,
  x: number,
  y: number,
  width: number,
): void {
  const box = { x, y: y - PILL.height / 2, width, height: PILL.height };
  roundBox(pen.ctx, box, PILL.height / 2, COLOR.panel);
  outline(pen.ctx, box, PILL.height / 2, COLOR.border, 1);
  const at = { x: x + PILL.pad + 5, y, radius: 5.5 };
  const fill = shape === 'mlp' ? COLOR.mlp : COLOR.head;
  const paint = { fill: silent ? COLOR.panel : fill, rim: silent ? fill : COLOR.ground };
  mark(pen.ctx, shape === 'mlp' ? 'diamond' : 'circle', silent ? { ...at, radius: 4.5 } : at, paint);
  if (silent) cross(pen, at.x, y);
  const start = x + PILL.pad + PILL.sign;
  const wide = pen.text(name, start, y, NAME);
  pen.text(what, start + wide + 6, y, WHAT);
}

function cross({ ctx }: Pen, x: number, y: number): void {
  line(
    ctx,
    [
      [x - 7, y + 7],
      [x + 7, y - 7],
    ],
    COLOR.warn,
    { width: 2 },
  );
}
