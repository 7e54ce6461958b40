import type { SelfCurve, SelfFigure } from '../src/figure/self-figure.ts';
import { fade } from './colour.ts';
import type { Pen } from './pen.ts';
import { line, mark } from './shapes.ts';
import { COLOR, TEXT } from './theme.ts';

interface Place {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Yellow what it is, green what it will say; their peaks are a square and a disc. */
export const SELF_COLOR = { is: COLOR.exchanged, says: COLOR.good } as const;

const LABEL_PITCH = 30;
const LABEL = { size: TEXT.small, color: COLOR.faint } as const;

type Scale = (layer: number, value: number) => readonly [number, number];

/** Probability over layers: the two words looked for, each with its controls, and the lens. */
export function drawSelfPlot(pen: Pen, { layers, curves, crosses, lens }: SelfFigure, place: Place): void {
  const { left, right, top, bottom } = place;
  const scale: Scale = (layer, value) => [
    left + (layer / Math.max(1, layers - 1)) * (right - left),
    bottom - Math.min(1, Math.max(0, value)) * (bottom - top),
  ];
  drawAxes(pen, layers, scale, place);
  if (crosses !== null) drawCrossing(pen, crosses.layer, scale);
  line(pen.ctx, points(lens.values, scale), fade(COLOR.qk, 0.9), { width: 1.2 });
  for (const curve of curves) drawControls(pen, curve, scale, layers);
  for (const curve of curves)
    line(pen.ctx, points(curve.values, scale), SELF_COLOR[curve.tone], { width: 2.4 });
  for (const curve of curves) drawPeak(pen, curve, scale, place);
}

/** A single layer is a short line, not nothing. */
function points(values: readonly number[], scale: Scale): (readonly [number, number])[] {
  const at = values.map((value, layer) => scale(layer, value));
  const [first] = at;
  return at.length === 1 && first !== undefined ? [first, [first[0] + 12, first[1]]] : at;
}

function drawAxes(pen: Pen, layers: number, scale: Scale, { left, right, bottom }: Place): void {
  for (const share of [0, 0.5, 1]) {
    const [, y] = scale(0, share);
    const ends = [
      [left, y],
      [right, y],
    ] as const;
    line(pen.ctx, ends, share === 0 ? COLOR.border : fade(COLOR.border, 0.55));
    pen.text(`${100 * share} %`, left - 8, y, { ...LABEL, align: 'right' });
  }
  const pitch = (right - left) / Math.max(1, layers - 1);
  const step = [1, 2, 4, 5, 8, 10, 16].find((each) => each * pitch >= LABEL_PITCH) ?? layers;
  for (let layer = 0; layer < layers; layer += step)
    pen.text(`L${layer}`, scale(layer, 0)[0], bottom + 14, { ...LABEL, align: 'center' });
}

/** From here on the next word leads. */
function drawCrossing({ ctx }: Pen, layer: number, scale: Scale): void {
  line(ctx, [scale(layer, 0), scale(layer, 1)], fade(COLOR.text, 0.4), { dash: [3, 4] });
}

function drawControls(
  { ctx }: Pen,
  { tone, random, unpatched }: SelfCurve,
  scale: Scale,
  layers: number,
): void {
  const color = fade(SELF_COLOR[tone], 0.7);
  line(ctx, points(random, scale), color, { width: 1.4, dash: [5, 4] });
  line(ctx, [scale(0, unpatched), scale(layers - 1, unpatched)], color, { width: 1.4, dash: [1.5, 4] });
}

/** Named above its mark, or below the plot's upper edge; the two stand on different sides. */
function drawPeak(
  pen: Pen,
  { tone, values, peak }: SelfCurve,
  scale: Scale,
  { left, right, top }: Place,
): void {
  if (peak === null) return;
  const [x, y] = scale(peak.layer, values[peak.layer] ?? 0);
  const color = SELF_COLOR[tone];
  mark(pen.ctx, tone === 'is' ? 'square' : 'circle', { x, y, radius: 5 }, { fill: color, rim: COLOR.ground });
  const style = { size: TEXT.small, weight: 600, color, halo: COLOR.ground } as const;
  const width = pen.width(peak.text, style);
  const middle = tone === 'is' ? left + 4 : right - width - 4;
  pen.text(peak.text, middle, top - 12, style);
}
