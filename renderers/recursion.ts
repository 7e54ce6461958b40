import type { RecursionFigure, RecursionRow } from '../src/figure/recursion-figure.ts';
import { drawLegend } from './legend.ts';
import type { Pen } from './pen.ts';
import { line, outline, roundBox } from './shapes.ts';
import { CARD, COLOR, SIZE, TEXT } from './theme.ts';

const RIGHT = SIZE.width - CARD.margin;
const AREA = { left: CARD.margin + 106, right: RIGHT, top: 78, bottom: 418 } as const;
const LEGEND_Y = 433;
const MOST = 112;
const LABEL = 17;
/** Rows and columns that are at least so large carry the words themselves. */
const LABELLED = { row: 46, column: 22 } as const;

interface Row {
  readonly top: number;
  /** Floor of its bars. */
  readonly floor: number;
  readonly column: number;
  readonly labels: boolean;
}

/** Pass by pass, a bar for each word: as high as the layer at which it has settled. */
export function drawRecursion(pen: Pen, figure: RecursionFigure): void {
  const pitch = Math.min(MOST, (AREA.bottom - AREA.top) / Math.max(1, figure.passes.length));
  const column = Math.min(64, (AREA.right - AREA.left) / figure.columns);
  const labels = pitch >= LABELLED.row && column >= LABELLED.column;
  figure.passes.forEach((pass, i) => {
    const top = AREA.top + i * pitch;
    const floor = top + pitch - (labels ? LABEL + 5 : 5);
    drawRow(pen, pass, figure, { top, floor, column, labels });
  });
  drawLegend(pen, LEGEND_Y, legendOf(pen, figure));
}

function drawRow(pen: Pen, pass: RecursionRow, figure: RecursionFigure, row: Row): void {
  const { top, floor, column } = row;
  const right = AREA.left + pass.tokens.length * column;
  drawNames(pen, pass, figure, row);
  roundBox(
    pen.ctx,
    { x: AREA.left - 2, y: top, width: right - AREA.left + 2, height: floor - top },
    4,
    COLOR.panel,
  );
  pass.tokens.forEach((token, i) => {
    const x = AREA.left + i * column;
    const height = heightOf(token.layer ?? figure.layers - 1, figure, row);
    const box = { x, y: floor - height, width: Math.max(1, column - 2), height };
    if (token.layer === null) outline(pen.ctx, inset(box), 2, COLOR.warn, 1.5);
    else roundBox(pen.ctx, box, 2, token.late ? COLOR.opposes : COLOR.good);
    if (row.labels)
      pen.text(token.label, x + column / 2 - 1, floor + LABEL / 2 + 1, {
        size: TEXT.small,
        color: token.late ? COLOR.sub : COLOR.text,
        align: 'center',
        room: column - 2,
      });
  });
  if (figure.target === null) return;
  const y = floor - heightOf(figure.target, figure, row);
  line(
    pen.ctx,
    [
      [AREA.left - 2, y],
      [right, y],
    ],
    COLOR.text,
    { dash: [4, 3], width: 1.4 },
  );
}

/** Layer 0 has a bar, too. */
const heightOf = (layer: number, { layers }: RecursionFigure, { top, floor }: Row): number =>
  ((layer + 1) / Math.max(1, layers)) * (floor - top - 2);

const inset = ({ x, y, width, height }: { x: number; y: number; width: number; height: number }) => ({
  x: x + 1,
  y: y + 1,
  width: Math.max(1, width - 2),
  height: Math.max(1, height - 1),
});

function drawNames(
  pen: Pen,
  { name, all, synced }: RecursionRow,
  { layers }: RecursionFigure,
  row: Row,
): void {
  const { top, floor } = row;
  const tall = floor - top >= 30;
  const y = tall ? top + 8 : (top + floor) / 2;
  const taken = pen.text(name, CARD.margin, y, { size: TEXT.small + 0.5, weight: 600 });
  const style = { size: TEXT.small, color: synced ? COLOR.good : COLOR.sub } as const;
  if (tall) pen.text(all, CARD.margin, y + 17, { ...style, room: AREA.left - CARD.margin - 34 });
  else if (floor - top >= 14)
    pen.text(all.replace('all by ', ''), CARD.margin + taken + 8, y, {
      ...style,
      room: AREA.left - CARD.margin - taken - 12,
    });
  if (!tall) return;
  const scale = { size: TEXT.small, color: COLOR.faint, align: 'right' } as const;
  pen.text(`L${layers - 1}`, AREA.left - 6, top + 8, scale);
  if (floor - top >= 44) pen.text('L0', AREA.left - 6, floor - 6, scale);
}

function legendOf(pen: Pen, { target }: RecursionFigure) {
  const box = (x: number, y: number) => ({ x, y: y - 6, width: 12, height: 12 });
  const filled = (color: string) => (x: number, y: number) => roundBox(pen.ctx, box(x, y), 2, color);
  return [
    { width: 12, sign: filled(COLOR.good), text: 'settled by the target' },
    { width: 12, sign: filled(COLOR.opposes), text: 'later' },
    {
      width: 12,
      sign: (x: number, y: number) => outline(pen.ctx, inset(box(x, y)), 2, COLOR.warn, 1.5),
      text: 'only in the last state',
    },
    ...(target === null
      ? []
      : [
          {
            width: 18,
            sign: (x: number, y: number) =>
              line(
                pen.ctx,
                [
                  [x, y],
                  [x + 18, y],
                ],
                COLOR.text,
                { dash: [4, 3], width: 1.4 },
              ),
            text: `target, L${target}`,
          },
        ]),
    { width: 0, sign: () => undefined, text: 'height: layer, words in the order written' },
  ];
}
