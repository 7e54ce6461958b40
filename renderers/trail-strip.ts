import type { Trail, TrailWord } from '../src/figure/trail.ts';
import { fade } from './colour.ts';
import type { Pen } from './pen.ts';
import { filled, line, type Point } from './shapes.ts';
import { COLOR, TEXT } from './theme.ts';

interface Strip {
  readonly left: number;
  readonly right: number;
  /** Height of the embeddings, and of one half-layer. */
  readonly base: number;
  readonly half: number;
}

/** The wave trail upright, on the same depth axis as the graph: how likely each word was where. */
export function drawTrailStrip(pen: Pen, trail: Trail, strip: Strip): void {
  const top = strip.base - (trail.depths.length - 1) * strip.half;
  for (const share of [0, 0.5, 1]) {
    const x = strip.left + share * (strip.right - strip.left);
    line(
      pen.ctx,
      [
        [x, top],
        [x, strip.base],
      ],
      share === 0 ? COLOR.border : fade(COLOR.border, 0.5),
    );
  }
  const [answer, ...rivals] = trail.words;
  rivals.forEach((word, i) => {
    drawWord(pen, word, strip, COLOR.rivals[i] ?? COLOR.faint, false);
  });
  if (answer !== undefined) drawWord(pen, answer, strip, COLOR.good, true);
  drawCaption(pen, trail, strip);
}

function drawWord(pen: Pen, word: TrailWord, strip: Strip, color: string, filled: boolean): void {
  for (const run of runsOf(word.probs)) {
    const points = run.map(
      ({ depth, prob }) =>
        [strip.left + prob * (strip.right - strip.left), strip.base - depth * strip.half] as const,
    );
    if (filled) fillTo(pen, points, strip.left, color);
    line(pen.ctx, points, filled ? color : fade(color, 0.8), { width: filled ? 2 : 1.3 });
  }
}

interface Known {
  readonly depth: number;
  readonly prob: number;
}

/** Stretches of depth in which the word's probability is known. */
export function runsOf(probs: readonly (number | null)[]): Known[][] {
  const runs: Known[][] = [];
  let run: Known[] = [];
  probs.forEach((prob, depth) => {
    if (prob !== null) run.push({ depth, prob });
    else if (run.length > 0) {
      runs.push(run);
      run = [];
    }
  });
  return run.length > 0 ? [...runs, run] : runs;
}

function fillTo(pen: Pen, points: readonly Point[], edge: number, color: string): void {
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined) return;
  filled(pen.ctx, [[edge, first[1]], ...points, [edge, last[1]]], fade(color, 0.25));
}

function drawCaption(pen: Pen, trail: Trail, { left, right, base, half }: Strip): void {
  const style = { size: TEXT.small, color: COLOR.faint, align: 'right', room: right - left + 26 } as const;
  pen.text('logit lens, 0–1', right, base + 14, style);
  const from = trail.settled === null ? 'at end' : (trail.depths[trail.settled] ?? '');
  pen.text(`leads: ${from}`, right, base + 31, { ...style, color: COLOR.good });
  if (trail.settled === null) return;
  const y = base - trail.settled * half;
  const ends = [
    [left - 4, y],
    [right, y],
  ] as const;
  line(pen.ctx, ends, fade(COLOR.good, 0.9), { dash: [3, 3] });
}
