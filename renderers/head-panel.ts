import type { SignedPanel, SignedRow } from '../src/figure/head-figure.ts';
import type { Pen } from './pen.ts';
import { drawScoreBar } from './score-bar.ts';
import { roundBox } from './shapes.ts';
import { COLOR, TEXT } from './theme.ts';

export interface PanelPlace {
  readonly left: number;
  readonly right: number;
  /** Middle of the caption. */
  readonly top: number;
  readonly tone: string;
}

const PITCH = 21;
const FIRST = 24;
const LABEL = 124;
const VALUE = 46;

/** A caption in the panel's colour, behind a stroke of it. */
export function drawCaption(pen: Pen, caption: string, { left, right, top, tone }: PanelPlace): void {
  roundBox(pen.ctx, { x: left, y: top - 7, width: 3, height: 14 }, 1.5, tone);
  const style = { size: TEXT.body, weight: 600, color: tone } as const;
  pen.text(caption, left + 10, top, { ...style, room: right - left - 10 });
}

/** A signed bar list under a caption, and a sentence below. */
export function drawPanel(pen: Pen, { caption, rows, note }: SignedPanel, place: PanelPlace): void {
  const { left, right, top } = place;
  drawCaption(pen, caption, place);
  const opposed = rows.some(({ share }) => share < 0);
  const supported = rows.some(({ share }) => share > 0);
  const [from, to] = [left + LABEL + 8, right - VALUE - 6];
  const zero = opposed ? (supported ? (from + to) / 2 : to) : from;
  const reach = opposed && supported ? (to - from) / 2 : to - from;
  rows.forEach((row, i) => {
    drawRow(pen, row, { left, right, y: top + FIRST + i * PITCH, zero, reach });
  });
  const y = top + FIRST + Math.max(1, rows.length) * PITCH + 3;
  if (note !== '') pen.text(note, left, y, { size: TEXT.small, color: COLOR.faint, room: right - left });
}

interface RowPlace {
  readonly left: number;
  readonly right: number;
  readonly y: number;
  readonly zero: number;
  readonly reach: number;
}

function drawRow(pen: Pen, row: SignedRow, { left, right, y, zero, reach }: RowPlace): void {
  pen.text(row.label, left, y, { size: TEXT.small, weight: 600, room: LABEL });
  drawScoreBar(pen.ctx, row.share, { x: zero, reach, y, height: 11 });
  const tint = row.score < 0 ? COLOR.opposes : COLOR.supports;
  pen.text(row.value, right, y, { size: TEXT.small, color: tint, align: 'right', room: VALUE });
}
