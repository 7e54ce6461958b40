import type { ScaffoldFigure, ScaffoldRow } from '../src/figure/scaffold-figure.ts';
import { fade } from './colour.ts';
import { inLine } from './in-line.ts';
import type { Pen } from './pen.ts';
import { line, roundBox } from './shapes.ts';
import { CARD, COLOR, SIZE, TEXT } from './theme.ts';

const RIGHT = SIZE.width - CARD.margin;
const HEAD = 86;
const ROWS = { top: 100, bottom: 442, most: 52, two: 34 } as const;
const WEIGHT = { width: 90, height: 8 } as const;
/** Left edges of the columns: with effects, and without. */
const COLUMNS = {
  measured: { weight: 320, age: 424, effect: 520 },
  standing: { weight: 470, age: 586, effect: RIGHT },
} as const;
const LINE = { up: 10, down: 5 } as const;

/** A row for each anchor: name and text, what is left of it, what it did. */
export function drawScaffold(pen: Pen, { rows, faded, scale }: ScaffoldFigure): void {
  const columns = scale === undefined ? COLUMNS.standing : COLUMNS.measured;
  const head = { size: TEXT.small, color: COLOR.faint } as const;
  pen.text('anchor', CARD.margin, HEAD, head);
  pen.text('weight left', columns.weight, HEAD, head);
  if (scale !== undefined) pen.text(`effect, bar up to ${scale}`, columns.effect, HEAD, head);
  const pitch = Math.min(ROWS.most, (ROWS.bottom - ROWS.top) / rows.length);
  rows.forEach((row, i) => {
    const y = ROWS.top + (i + 0.5) * pitch;
    drawName(pen, row, y, columns.weight - CARD.margin - 16, pitch >= ROWS.two);
    drawWeight(pen, row, columns, y, faded, pitch >= ROWS.two);
    if (row.effect !== undefined) drawEffect(pen, row.effect, columns.effect, y, pitch >= ROWS.two);
  });
}

function drawName(
  pen: Pen,
  { name, text, isFaded }: ScaffoldRow,
  y: number,
  room: number,
  tall: boolean,
): void {
  const bold = { size: TEXT.body, weight: 600, color: isFaded ? COLOR.faint : COLOR.text } as const;
  const plain = { size: TEXT.small, color: isFaded ? COLOR.faint : COLOR.sub } as const;
  if (tall) {
    pen.text(inLine(pen, name, bold, LINE), CARD.margin, y - 8, { ...bold, room });
    pen.text(inLine(pen, text, plain, LINE), CARD.margin, y + 9, { ...plain, room });
    return;
  }
  const used = pen.text(inLine(pen, name, bold, LINE), CARD.margin, y, { ...bold, room: room * 0.4 }) + 8;
  pen.text(inLine(pen, text, plain, LINE), CARD.margin + used, y, { ...plain, room: room - used });
}

/** A bar of what is left; the mark is where an anchor fades. */
function drawWeight(
  pen: Pen,
  { weight, weightText, age, isFaded }: ScaffoldRow,
  columns: { readonly weight: number; readonly age: number },
  y: number,
  faded: number,
  tall: boolean,
): void {
  const middle = tall ? y - 8 : y;
  const box = { x: columns.weight, y: middle - WEIGHT.height / 2, height: WEIGHT.height };
  const share = Math.min(1, Math.max(0, weight));
  roundBox(pen.ctx, { ...box, width: WEIGHT.width }, WEIGHT.height / 2, COLOR.raised);
  roundBox(
    pen.ctx,
    { ...box, width: WEIGHT.width * share },
    WEIGHT.height / 2,
    isFaded ? COLOR.faint : COLOR.mlp,
  );
  const x = columns.weight + WEIGHT.width * faded;
  const ends = [
    [x, middle - 7],
    [x, middle + 7],
  ] as const;
  line(pen.ctx, ends, COLOR.sub, { width: 1.4 });
  const text = isFaded ? `${weightText} faded` : weightText;
  pen.text(text, columns.age, middle, {
    size: TEXT.small,
    weight: 600,
    color: isFaded ? COLOR.faint : COLOR.text,
  });
  if (tall) pen.text(age, columns.weight, y + 9, { size: TEXT.small, color: COLOR.faint });
}

/** From the middle to the right for the answer, to the left against it; the whisker is one standard error each way. */
function drawEffect(
  pen: Pen,
  { share, error, text, moved }: NonNullable<ScaffoldRow['effect']>,
  left: number,
  y: number,
  tall: boolean,
): void {
  const reach = tall ? (RIGHT - left) / 2 : 54;
  const middle = left + reach;
  const top = tall ? y - 8 : y;
  const color = share < 0 ? COLOR.opposes : COLOR.supports;
  const x = middle + Math.min(0, share) * reach;
  const box = { x, y: top - 5, width: Math.max(1, Math.abs(share) * reach), height: 10 };
  roundBox(pen.ctx, box, 2, moved ? color : fade(color, 0.4));
  const axis = [
    [middle, top - 8],
    [middle, top + 8],
  ] as const;
  line(pen.ctx, axis, COLOR.border, { width: 1.2 });
  drawWhisker(pen, middle, top, share, error, reach);
  const style = {
    size: TEXT.small,
    weight: moved ? 600 : 400,
    color: moved ? COLOR.text : COLOR.faint,
  } as const;
  if (tall) pen.text(text, middle, y + 9, { ...style, align: 'center' });
  else pen.text(text, RIGHT, y, { ...style, align: 'right' });
}

function drawWhisker(
  { ctx }: Pen,
  middle: number,
  y: number,
  share: number,
  error: number,
  reach: number,
): void {
  const at = (value: number): number => middle + Math.min(1, Math.max(-1, value)) * reach;
  const ends = [
    [at(share - error), y],
    [at(share + error), y],
  ] as const;
  line(ctx, ends, COLOR.text, { width: 1.4 });
}
