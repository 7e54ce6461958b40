import type { AttentionCell, AttentionFigure, AttentionRow } from '../src/figure/attention-figure.ts';
import { fade, heat, inkOn } from './colour.ts';
import { heatScale } from './heat-scale.ts';
import { drawLegend } from './legend.ts';
import type { Pen } from './pen.ts';
import { drawScoreBar, hatch } from './score-bar.ts';
import { type Box, roundBox } from './shapes.ts';
import { CARD, COLOR, SIZE, TEXT } from './theme.ts';
import { CHIP, type ChipPlace, chipWidth, drawChip, placeChips } from './token-chips.ts';

/** The zero of the bars stands at the left edge when nothing opposes. */
const BAR = { left: 74, right: 140 } as const;
const VALUE_RIGHT = 190;
const CELLS = { left: 200, top: 78, bottom: 410 } as const;
const LEGEND_Y = 429;
const ROW = { most: 40, gap: 3 } as const;
const SINK = '#3a3d45';

/** Rows are heads, columns tokens; colour is value-weighted attention, the thin bar the raw pattern. */
export function drawAttention(pen: Pen, figure: AttentionFigure): void {
  const chips = figure.columns.map(({ label, kind }) => ({ label, gap: kind === 'gap', tint: 0 }));
  const places = placeChips(
    chips.map((chip) => Math.max(38, chipWidth(pen, chip))),
    CELLS.left,
    SIZE.width - CARD.margin,
  );
  const rows = 1 + Math.max(0, ...places.map(({ row }) => row));
  const top = CELLS.top + (rows - 1) * CHIP.rowPitch + CHIP.height + 8;
  const pitch = Math.min(ROW.most, (CELLS.bottom - top) / Math.max(1, figure.heads.length));
  pen.text('direct score', CARD.margin, top - 8 - CHIP.height / 2, { size: TEXT.small, color: COLOR.faint });
  chips.forEach((chip, i) => {
    const place = places[i];
    if (place !== undefined) drawChip(pen, chip, place, CELLS.top, top - 3);
  });
  const opposed = figure.heads.some(({ share }) => share < 0);
  const zero = opposed ? (BAR.left + BAR.right) / 2 : BAR.left;
  figure.heads.forEach((head, i) => {
    drawRow(pen, head, { figure, places, y: top + (i + 0.5) * pitch, pitch, zero });
  });
  drawKeys(pen);
}

interface RowPlace {
  readonly figure: AttentionFigure;
  readonly places: readonly ChipPlace[];
  readonly y: number;
  readonly pitch: number;
  readonly zero: number;
}

function drawRow(pen: Pen, head: AttentionRow, { figure, places, y, pitch, zero }: RowPlace): void {
  pen.text(head.name, CARD.margin, y, { size: TEXT.body, weight: 600, room: 54 });
  drawScoreBar(pen.ctx, head.share, { x: zero, reach: BAR.right - zero, y, height: Math.min(12, pitch - 8) });
  const color = head.score < 0 ? COLOR.opposes : COLOR.supports;
  pen.text(head.value, VALUE_RIGHT, y, { size: TEXT.small, color, align: 'right' });
  head.cells.forEach((cell, i) => {
    const place = places[i];
    if (place === undefined) return;
    const { left, right } = place.cell;
    const box = {
      x: left + 1,
      y: y - (pitch - ROW.gap) / 2,
      width: right - left - 2,
      height: pitch - ROW.gap,
    };
    drawCell(pen, cell, box, figure.columns[i]?.sink ?? false);
  });
}

function drawCell(pen: Pen, { weighted, raw, text }: AttentionCell, box: Box, sink: boolean): void {
  const ground = sink ? SINK : heat(weighted);
  roundBox(pen.ctx, box, 4, ground);
  if (sink) hatch(pen.ctx, box, fade(COLOR.faint, 0.35), 6);
  const ink = inkOn(ground);
  const mark = {
    x: box.x + 3,
    y: box.y + box.height - 5,
    width: (box.width - 6) * Math.min(1, raw),
    height: 2.5,
  };
  if (raw > 0.004) roundBox(pen.ctx, mark, 1, fade(ink, 0.85));
  const style = { size: TEXT.small, weight: 600, color: ink, align: 'center' } as const;
  const shown = [text, text?.replace(' %', '')].find(
    (t) => t !== undefined && pen.width(t, style) < box.width - 2,
  );
  if (shown === undefined) return;
  pen.text(shown, box.x + box.width / 2, box.y + (box.height - 4) / 2, style);
}

function drawKeys(pen: Pen): void {
  drawLegend(pen, LEGEND_Y, [
    heatScale(pen, '% of the look, value-weighted (0 to 100, √ scale)'),
    {
      width: 24,
      sign: (x, y) => roundBox(pen.ctx, { x, y: y - 1.5, width: 24, height: 3 }, 1, COLOR.text),
      text: 'raw attention',
    },
    {
      width: 16,
      sign: (x, y) => {
        const box = { x, y: y - 7, width: 16, height: 14 };
        roundBox(pen.ctx, box, 3, SINK);
        hatch(pen.ctx, box, COLOR.faint, 5);
      },
      text: 'sink: looked at, carries little',
    },
  ]);
}
