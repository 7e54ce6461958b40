import type { ComparisonFigure, StripPart } from '../src/figure/comparison-figure.ts';
import { fade } from './colour.ts';
import type { Pen } from './pen.ts';
import { hatch } from './score-bar.ts';
import { line, mark, outline, roundBox } from './shapes.ts';
import { CARD, COLOR, SIZE, TEXT } from './theme.ts';

const RIGHT = SIZE.width - CARD.margin;
/** The bars' own room, between the values that stand beyond their ends. */
const BARS = { top: 28, height: 43 } as const;
const NAME = 98;
const WIDEST = 80;
const BAR = 26;
/** Room for what the marks mean. */
const KEY = 112;

/**
 * The parts whose direct contribution changed most: bars up towards the old answer, down and ruled
 * away from it; what was edited itself stands in a frame.
 *
 * @param top  middle of the caption
 */
export function drawStrip(pen: Pen, { stripCaption, strip }: ComparisonFigure, top: number): void {
  pen.text(stripCaption, CARD.margin, top, {
    size: TEXT.small,
    color: COLOR.sub,
    room: RIGHT - CARD.margin - KEY,
  });
  drawKey(pen, top);
  const highest = Math.max(0, ...strip.map(({ share }) => share));
  const span = highest - Math.min(0, ...strip.map(({ share }) => share)) || 1;
  const reach = BARS.height / span;
  const zero = top + BARS.top + highest * reach;
  if (strip.length === 0) {
    pen.text('no component changed what it adds', SIZE.width / 2, top + NAME / 2, {
      size: TEXT.body,
      color: COLOR.faint,
      align: 'center',
    });
    return;
  }
  const pitch = Math.min(WIDEST, (RIGHT - CARD.margin) / strip.length);
  const left = SIZE.width / 2 - (pitch * strip.length) / 2;
  line(
    pen.ctx,
    [
      [left, zero],
      [left + pitch * strip.length, zero],
    ],
    COLOR.border,
  );
  strip.forEach((part, i) => {
    drawPart(pen, part, { x: left + (i + 0.5) * pitch, zero, reach, top, pitch });
  });
}

interface Place {
  readonly x: number;
  readonly zero: number;
  /** Height of a full share. */
  readonly reach: number;
  readonly top: number;
  readonly pitch: number;
}

/** What the marks mean, at the right end of the caption. */
function drawKey(pen: Pen, y: number): void {
  const style = { size: TEXT.small, color: COLOR.sub } as const;
  const keys = [
    ['circle', COLOR.head, 'head', 0],
    ['diamond', COLOR.mlp, 'MLP', 50],
  ] as const;
  for (const [shape, fill, name, x] of keys) {
    mark(pen.ctx, shape, { x: RIGHT - KEY + 18 + x, y, radius: 4 }, { fill, rim: COLOR.ground });
    pen.text(name, RIGHT - KEY + 26 + x, y, style);
  }
}

function drawPart(pen: Pen, part: StripPart, { x, zero, reach, top, pitch }: Place): void {
  const { share, value, name, edited } = part;
  if (edited) {
    const frame = { x: x - pitch / 2 + 3, y: top + 11, width: pitch - 6, height: NAME };
    roundBox(pen.ctx, frame, 6, fade(COLOR.panel, 0.9));
    outline(pen.ctx, frame, 6, COLOR.border, 1);
  }
  const height = Math.max(1, Math.abs(share) * reach);
  const box = { x: x - BAR / 2, y: share < 0 ? zero : zero - height, width: BAR, height };
  if (share >= 0) roundBox(pen.ctx, box, 3, COLOR.supports);
  else {
    roundBox(pen.ctx, box, 3, fade(COLOR.opposes, 0.35));
    hatch(pen.ctx, box, COLOR.opposes, 5);
  }
  const beyond = share < 0 ? zero + height + 9 : zero - height - 9;
  const tone = share < 0 ? COLOR.opposes : COLOR.supports;
  pen.text(value, x, beyond, { size: TEXT.small, color: tone, align: 'center', room: pitch - 8 });
  drawName(pen, part, { x, y: top + NAME, room: pitch - 8, weight: edited ? 700 : 400, name });
}

function drawName(
  pen: Pen,
  { shape }: StripPart,
  { x, y, room, weight, name }: { x: number; y: number; room: number; weight: 400 | 700; name: string },
): void {
  const style = { size: TEXT.small, weight } as const;
  const sign = shape === 'other' ? 0 : 13;
  const width = Math.min(room - sign, pen.width(name, style));
  const start = x - (width + sign) / 2;
  const paint = { fill: shape === 'mlp' ? COLOR.mlp : COLOR.head, rim: COLOR.ground };
  if (sign > 0) mark(pen.ctx, shape === 'mlp' ? 'diamond' : 'circle', { x: start + 4, y, radius: 4 }, paint);
  pen.text(name, start + sign, y, { ...style, room: room - sign });
}
