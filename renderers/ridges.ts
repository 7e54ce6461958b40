import type { Trail, TrailWord } from '../src/figure/trail.ts';
import { percent } from '../src/kernel/numbers.ts';
import { fade } from './colour.ts';
import type { Pen } from './pen.ts';
import { line } from './shapes.ts';
import { COLOR, TEXT } from './theme.ts';
import { runsOf } from './trail-strip.ts';

interface Place {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

interface Ridge extends Place {
  readonly color: string;
  readonly depths: number;
}

const CAPTION = 17;
/** Of the same word by the plain logit lens. */
export const PLAIN_DASH: readonly number[] = [4, 3];
const MARKER = 3.5;

/** Wave trails: one ridge a word, depth left to right, height = probability on one scale for all. */
export function drawRidges(pen: Pen, trail: Trail, place: Place): void {
  const band = (place.bottom - place.top) / Math.max(1, trail.words.length);
  trail.words.forEach((word, i) => {
    const bottom = place.top + (i + 1) * band - 6;
    const color = i === 0 ? COLOR.good : (COLOR.rivals[i - 1] ?? COLOR.sub);
    const top = place.top + i * band + CAPTION;
    const ridge = { ...place, top, bottom, color, depths: trail.depths.length };
    drawRidge(pen, word, ridge);
    drawSettled(pen, trail.settled, ridge);
  });
  drawAxis(pen, trail, place);
}

function drawRidge(pen: Pen, { label, probs, plain }: TrailWord, ridge: Ridge): void {
  const { left, right, top, bottom, color } = ridge;
  line(
    pen.ctx,
    [
      [left, bottom],
      [right, bottom],
    ],
    COLOR.border,
  );
  line(
    pen.ctx,
    [
      [left, top],
      [right, top],
    ],
    fade(COLOR.border, 0.4),
    { dash: [2, 4] },
  );
  const points = runsOf(probs).map((run) =>
    run.map(({ depth, prob }) => [xAt(depth, ridge), bottom - prob * (bottom - top)] as const),
  );
  for (const run of points) drawRun(pen, run, bottom, color);
  if (plain !== undefined) {
    const beside = plain.map((prob, depth) => [xAt(depth, ridge), bottom - prob * (bottom - top)] as const);
    line(pen.ctx, beside, COLOR.sub, { dash: [...PLAIN_DASH], width: 1.4 });
  }
  drawPeak(pen, probs, ridge);
  const caption = top - CAPTION / 2 - 1;
  const final = probs.at(-1) ?? null;
  const text = final === null ? 'not listed at the end' : `${percent(final)} at the end`;
  const taken = pen.text(text, right, caption, { size: TEXT.small, color: COLOR.sub, align: 'right' });
  pen.text(label, left, caption, { size: TEXT.body, weight: 600, color, room: right - left - taken - 12 });
}

const xAt = (depth: number, { left, right, depths }: Ridge): number =>
  left + (depth / Math.max(1, depths - 1)) * (right - left);

/** Where the answer begins to lead for good. */
function drawSettled({ ctx }: Pen, settled: number | null, ridge: Ridge): void {
  if (settled === null) return;
  const x = xAt(settled, ridge);
  const ends = [
    [x, ridge.top],
    [x, ridge.bottom],
  ] as const;
  line(ctx, ends, fade(COLOR.text, 0.55), { dash: [3, 4] });
}

function drawRun(
  { ctx }: Pen,
  run: readonly (readonly [number, number])[],
  bottom: number,
  color: string,
): void {
  const [first] = run;
  const last = run.at(-1);
  if (first === undefined || last === undefined) return;
  const gradient = ctx.createLinearGradient(0, Math.min(...run.map(([, y]) => y)), 0, bottom + 1);
  gradient.addColorStop(0, fade(color, 0.55));
  gradient.addColorStop(1, fade(color, 0.05));
  ctx.beginPath();
  ctx.moveTo(first[0], bottom);
  for (const [x, y] of run) ctx.lineTo(x, y);
  ctx.lineTo(last[0], bottom);
  ctx.closePath();
  ctx.fillStyle = gradient;
  ctx.fill();
  line(ctx, run.length > 1 ? run : [[first[0], bottom], first], color, { width: 2 });
}

/** A ring at the depth where the word is likeliest. */
function drawPeak({ ctx }: Pen, probs: readonly (number | null)[], ridge: Ridge): void {
  const highest = Math.max(...probs.map((prob) => prob ?? -1));
  if (highest < 0) return;
  const x = xAt(probs.indexOf(highest), ridge);
  const y = ridge.bottom - highest * (ridge.bottom - ridge.top);
  ctx.beginPath();
  ctx.arc(x, y, MARKER, 0, 2 * Math.PI);
  ctx.fillStyle = COLOR.ground;
  ctx.fill();
  ctx.strokeStyle = ridge.color;
  ctx.lineWidth = 2;
  ctx.stroke();
}

/** Depth names at both ends and between. */
function drawAxis(pen: Pen, { depths }: Trail, place: Place): void {
  const y = place.bottom + 10;
  const style = { size: TEXT.small, color: COLOR.faint } as const;
  const middle = Math.floor((depths.length - 1) / 2);
  pen.text(depths[0] ?? '', place.left, y, style);
  if (depths.length > 4) {
    const x = place.left + (middle / (depths.length - 1)) * (place.right - place.left);
    pen.text(depths[middle] ?? '', x, y, { ...style, align: 'center' });
  }
  if (depths.length > 1) pen.text(depths.at(-1) ?? '', place.right, y, { ...style, align: 'right' });
}
