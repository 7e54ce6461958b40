import type { ForkBranch, ForkFigure } from '../src/figure/fork-figure.ts';
import { fade } from './colour.ts';
import { type Band, FORK, type ForkLayout, layoutFork, REST_Y, type Ribbon } from './fork-layout.ts';
import { drawForkLegend } from './fork-legend.ts';
import { drawForkRows } from './fork-rows.ts';
import { inLine } from './in-line.ts';
import type { Pen } from './pen.ts';
import { outline, roundBox } from './shapes.ts';
import { CARD, COLOR, SIZE, TEXT } from './theme.ts';

const LEGEND_Y = 430;
const STEM = { size: 13.5, line: 20, pad: 10, most: 6 } as const;
const COLORS: readonly string[] = [COLOR.good, ...COLOR.rivals, COLOR.sub];

/** The prompt's end on the left, a branch for each word, what drives it on the right. */
export function drawFork(pen: Pen, figure: ForkFigure): void {
  const layout = layoutFork(figure);
  layout.bands.forEach((band, i) => {
    if (i % 2 === 0) drawBand(pen, band);
  });
  drawRest(pen, figure, layout);
  layout.ribbons.forEach((ribbon, i) => {
    drawRibbon(pen, ribbon, COLORS[i] ?? COLOR.sub);
  });
  drawStem(pen, figure.stem, layout);
  figure.branches.forEach((branch, i) => {
    const band = layout.bands[i];
    if (band === undefined) return;
    drawWords(pen, branch, band, COLORS[i] ?? COLOR.sub);
  });
  drawForkRows(pen, figure.branches, layout.bands);
  drawForkLegend(pen, LEGEND_Y);
}

function drawBand({ ctx }: Pen, { top, height }: Band): void {
  const left = FORK.node - 4;
  const box = { x: left, y: top + 1, width: SIZE.width - 12 - left, height: height - 2 };
  roundBox(ctx, box, 8, fade(COLOR.panel, 0.8));
}

/** From the stem to the branch, as wide as its probability; a bar stands at its end. */
function drawRibbon({ ctx }: Pen, ribbon: Ribbon, color: string): void {
  const gradient = ctx.createLinearGradient(FORK.stem.right, 0, FORK.node, 0);
  gradient.addColorStop(0, fade(color, 0.28));
  gradient.addColorStop(1, fade(color, 0.75));
  ctx.fillStyle = gradient;
  ribbonPath(ctx, ribbon);
  ctx.fill();
  const height = Math.max(10, ribbon.width);
  roundBox(ctx, { x: FORK.node - 3, y: ribbon.to - height / 2, width: 6, height }, 3, color);
}

function ribbonPath(ctx: Pen['ctx'], { from, to, width }: Ribbon): void {
  const [left, right, half] = [FORK.stem.right, FORK.node, width / 2];
  const middle = (left + right) / 2;
  ctx.beginPath();
  ctx.moveTo(left, from - half);
  ctx.bezierCurveTo(middle, from - half, middle, to - half, right, to - half);
  ctx.lineTo(right, to + half);
  ctx.bezierCurveTo(middle, to + half, middle, from + half, left, from + half);
  ctx.closePath();
}

/** All other words: a ribbon that fades away, its share beside it. */
function drawRest(pen: Pen, { rest }: ForkFigure, layout: ForkLayout): void {
  const { ctx } = pen;
  const gradient = ctx.createLinearGradient(FORK.stem.right, 0, FORK.node - 10, 0);
  gradient.addColorStop(0, fade(COLOR.faint, 0.3));
  gradient.addColorStop(1, fade(COLOR.faint, 0));
  ctx.fillStyle = gradient;
  ribbonPath(ctx, layout.rest);
  ctx.fill();
  pen.text(rest.label, CARD.margin, REST_Y, { size: TEXT.small, color: COLOR.faint, room: 150 });
}

/** The end of the prompt in a box, wrapped, its last line beside the fork. */
function drawStem(pen: Pen, words: readonly string[], { stem }: ForkLayout): void {
  const { left, right } = FORK.stem;
  const style = { size: STEM.size, weight: 600 } as const;
  const room = right - left - 2 * STEM.pad;
  const all = wrapped(words, (line) => pen.width(line, style) <= room);
  const lines = all.length > STEM.most ? ['…', ...all.slice(1 - STEM.most)] : all;
  const height = Math.max(stem.height, lines.length * STEM.line + 2 * STEM.pad - 2);
  const box = { x: left, y: stem.y - height / 2, width: right - left, height };
  roundBox(pen.ctx, box, 10, COLOR.raised);
  outline(pen.ctx, box, 10, COLOR.border, 1);
  lines.forEach((line, i) => {
    const y = stem.y + (i - (lines.length - 1) / 2) * STEM.line;
    const kept = inLine(pen, line, style, { up: STEM.line * 0.68, down: STEM.line * 0.37 });
    pen.text(kept, left + STEM.pad, y, { ...style, room });
  });
}

/** Words set in lines, as many a line as fit. */
function wrapped(words: readonly string[], fits: (line: string) => boolean): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    const longer = last === undefined ? word : `${last} ${word}`;
    if (last !== undefined && fits(longer)) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** The word with its probability, how it goes on, and what its drivers do together. */
function drawWords(pen: Pen, branch: ForkBranch, { y, height }: Band, color: string): void {
  const { left, right } = FORK.words;
  const pitch = Math.min(22, height / 3 - 0.5);
  const strong = { size: height > 80 ? 19 : 16, weight: 700 } as const;
  const prob = { size: height > 80 ? 16 : 14, weight: 600, color } as const;
  const room = right - left - pen.width(branch.prob, prob) - 10;
  const label = inLine(pen, branch.label, strong, { up: pitch * 0.9, down: pitch * 0.35 });
  const width = pen.text(label, left, y - pitch, { ...strong, room });
  pen.text(branch.prob, left + width + 10, y - pitch, prob);
  const body = { size: TEXT.body, color: COLOR.sub } as const;
  const line = inLine(pen, branch.continuation, body, { up: pitch * 0.68, down: pitch * 0.4 });
  pen.text(line, left, y, { ...body, room: right - left });
  const { together } = branch;
  if (together === undefined) return;
  const small = { size: TEXT.small, color: together.weak ? COLOR.warn : COLOR.faint } as const;
  const sign = together.weak ? '! ' : '';
  const shown = [`${sign}${together.text}, ${together.random}`, `${sign}${together.text}`].find(
    (text) => pen.width(text, small) <= right - left,
  );
  pen.text(shown ?? '', left, y + pitch, small);
}
