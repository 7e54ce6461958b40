import type { WritesFigure, WritesRow, WrittenWord } from '../src/figure/writes-figure.ts';
import { diverging, fade } from './colour.ts';
import { drawLegend } from './legend.ts';
import type { Pen } from './pen.ts';
import { drawScoreBar } from './score-bar.ts';
import { mark, roundBox } from './shapes.ts';
import { CARD, COLOR, SIZE, TEXT } from './theme.ts';

/** The zero of the bars stands at the left edge when nothing opposes. */
const BAR = { left: 82, right: 164, height: 14 } as const;
const WORDS = { left: 184, right: 474 } as const;
const SOURCES = { left: 492, right: SIZE.width - CARD.margin } as const;
const AREA = { header: 84, top: 96, bottom: 412 } as const;
const ROW_MOST = 48;
const LEGEND_Y = 429;

/** One row a component: its score, the words it raises and lowers, the tokens it read. */
export function drawWrites(pen: Pen, figure: WritesFigure): void {
  const pitch = Math.min(ROW_MOST, (AREA.bottom - AREA.top) / Math.max(1, figure.rows.length));
  const header = { size: TEXT.small, color: COLOR.faint } as const;
  pen.text('adds to the answer', CARD.margin, AREA.header, header);
  pen.text('raises ▲ and lowers ▼ these words', WORDS.left, AREA.header, header);
  pen.text('what it read, token by token', SOURCES.left, AREA.header, header);
  const opposed = figure.rows.some(({ share }) => share < 0);
  const zero = opposed ? (BAR.left + BAR.right) / 2 : BAR.left;
  figure.rows.forEach((row, i) => {
    drawRow(pen, row, { y: AREA.top + (i + 0.5) * pitch, pitch, banded: i % 2 === 0, zero });
  });
  drawKeys(pen);
}

interface RowPlace {
  readonly y: number;
  readonly pitch: number;
  readonly banded: boolean;
  readonly zero: number;
}

function drawRow(pen: Pen, row: WritesRow, { y, pitch, banded, zero }: RowPlace): void {
  const line = Math.min(9, pitch / 4);
  const band = { x: 12, y: y - pitch / 2, width: SIZE.width - 24, height: pitch };
  if (banded) roundBox(pen.ctx, band, 6, fade(COLOR.panel, 0.8));
  const color = row.score < 0 ? COLOR.opposes : COLOR.supports;
  pen.text(row.name, CARD.margin, y - line, { size: TEXT.body, weight: 600, room: 58 });
  pen.text(row.value, CARD.margin, y + line, { size: TEXT.small, color, room: 58 });
  drawScoreBar(pen.ctx, row.share, { x: zero, reach: BAR.right - zero, height: BAR.height, y });
  drawWords(pen, row.up, { sign: '▲', left: WORDS.left, right: WORDS.right, y: y - line });
  drawWords(pen, row.down, { sign: '▼', left: WORDS.left, right: WORDS.right, y: y + line });
  if (row.strip.length === 0) {
    pen.text('its own position', SOURCES.left, y, { size: TEXT.small, color: COLOR.faint });
    return;
  }
  drawWords(pen, row.sources, { left: SOURCES.left, right: SOURCES.right, y: y - line });
  drawStrip(pen, row.strip, y + line);
}

interface Line {
  readonly sign?: '▲' | '▼';
  readonly left: number;
  readonly right: number;
  readonly y: number;
}

/** Words with their scores, as many as fit whole; the first is cut if it must be. */
function drawWords(pen: Pen, words: readonly WrittenWord[], { sign, left, right, y }: Line): void {
  const style = { size: TEXT.small } as const;
  let x = left;
  if (sign !== undefined) x += pen.text(sign, x, y, { ...style, color: tone(sign === '▲') }) + 6;
  for (const [i, { label, value, score }] of words.entries()) {
    const valueWidth = pen.width(value, style) + 4;
    const labelWidth = pen.width(label, { ...style, weight: 600 });
    if (i > 0 && x + labelWidth + valueWidth > right) break;
    x += pen.text(label, x, y, { ...style, weight: 600, room: right - x - valueWidth }) + 4;
    x += pen.text(value, x, y, { ...style, color: tone(score >= 0) }) + 12;
  }
}

const tone = (supports: boolean): string => (supports ? COLOR.supports : COLOR.opposes);

/** One cell a token, the answering one last. */
function drawStrip({ ctx }: Pen, strip: readonly number[], y: number): void {
  const width = Math.min(26, (SOURCES.right - SOURCES.left) / strip.length);
  const gap = width > 5 ? 1.5 : width > 2.5 ? 0.5 : 0;
  strip.forEach((share, i) => {
    const box = { x: SOURCES.left + i * width, y: y - 5, width: width - gap, height: 10 };
    roundBox(ctx, box, 2, diverging(share, COLOR.raised, 1));
  });
}

function drawKeys(pen: Pen): void {
  const bar = (share: number, text: string) => ({
    width: 20,
    sign: (x: number, y: number) =>
      drawScoreBar(pen.ctx, share, { x: share < 0 ? x + 20 : x, y, reach: 20, height: 10 }),
    text,
  });
  drawLegend(pen, LEGEND_Y, [
    bar(1, 'supports the answer'),
    bar(-1, 'opposes it'),
    {
      width: 12,
      sign: (x, y) =>
        mark(pen.ctx, 'square', { x: x + 6, y, radius: 5.5 }, { fill: diverging(0.6), rim: COLOR.ground }),
      text: 'a cell = what was read from one token',
    },
  ]);
}
