import type { Wave } from '../src/figure/residue-figure.ts';
import { fade } from './colour.ts';
import type { Pen } from './pen.ts';
import { drawLayers, type MapArea } from './residue-map.ts';
import { drawMark, MARK_RADIUS } from './residue-marks.ts';
import { filled, line, type Point } from './shapes.ts';
import { COLOR, TEXT } from './theme.ts';

const CAPTION = 17;
const AXIS = 16;
const GAP = 8;
const SCALE = 66;

interface Band extends MapArea {
  readonly layers: number;
  /** Where a value of 0 lies. */
  readonly zero: number;
  /** Pixels of the full scale. */
  readonly reach: number;
}

/** Wave trails, one below the other, layers to the right. */
export function drawWaves(pen: Pen, waves: readonly Wave[], layers: number, area: MapArea): void {
  const height = (area.bottom - AXIS - area.top) / Math.max(1, waves.length);
  waves.forEach((wave, i) => {
    const top = area.top + i * height + CAPTION;
    const bottom = area.top + (i + 1) * height - GAP;
    const middle = wave.kind === 'gap';
    const zero = middle ? (top + bottom) / 2 : bottom;
    const reach = middle ? (bottom - top) / 2 : bottom - top;
    const band = { left: area.left, right: area.right - SCALE, top, bottom, layers, zero, reach };
    drawCaption(pen, wave, band, area.right);
    drawFrame(pen, wave, band);
    drawCurves(pen, wave, band);
    for (const { glyph, layer, confirmed } of wave.marks)
      drawMark(pen, glyph, confirmed, xAt(layer, band), markHeight(wave, layer, band));
  });
  drawLayers(pen, layers, { left: area.left, right: area.right - SCALE, y: area.bottom - AXIS / 2 + 2 });
}

const xAt = (layer: number, { left, right, layers }: Band): number =>
  left + ((layer + 0.5) / Math.max(1, layers)) * (right - left);

const yAt = (value: number, most: number, { zero, reach }: Band): number => zero - (value / most) * reach;

/** On its curve, inside its band. */
function markHeight({ values, against, most }: Wave, layer: number, band: Band): number {
  const value = Math.max(values[layer] ?? 0, against?.[layer] ?? Number.NEGATIVE_INFINITY);
  return Math.min(
    band.bottom - MARK_RADIUS + 2,
    Math.max(band.top + MARK_RADIUS + 2, yAt(value, most, band)),
  );
}

function drawCaption(pen: Pen, { label, note }: Wave, { left, top }: Band, right: number): void {
  const y = top - CAPTION / 2 - 1;
  const taken = pen.text(note, right, y, { size: TEXT.small, color: COLOR.sub, align: 'right', room: 230 });
  pen.text(label, left, y, { size: TEXT.body, weight: 600, room: right - left - taken - 12 });
}

function drawFrame(pen: Pen, { kind, scale }: Wave, band: Band): void {
  const { left, right, top, bottom, zero } = band;
  line(
    pen.ctx,
    [
      [left, zero],
      [right, zero],
    ],
    COLOR.border,
  );
  for (const y of kind === 'gap' ? [top, bottom] : [top])
    line(
      pen.ctx,
      [
        [left, y],
        [right, y],
      ],
      fade(COLOR.border, 0.5),
      { dash: [2, 4] },
    );
  pen.text(scale, right + 6, kind === 'gap' ? zero : top + 5, {
    size: TEXT.small,
    color: COLOR.faint,
    room: SCALE - 6,
  });
}

const STROKES = {
  gap: [COLOR.opposes, COLOR.supports],
  lens: [COLOR.good],
  writes: [COLOR.supports, COLOR.opposes],
} as const;

function drawCurves(pen: Pen, { kind, values, against = [], most }: Wave, band: Band): void {
  const [first, second = COLOR.sub] = STROKES[kind];
  const points = (curve: readonly (number | null)[]) =>
    curve.flatMap((value, layer) =>
      value === null ? [] : [[xAt(layer, band), yAt(value, most, band)] as const],
    );
  if (kind === 'gap') {
    const cut = withCrossings(points(values), band.zero);
    fillSide(
      pen,
      cut.map(([x, y]) => [x, Math.min(y, band.zero)] as const),
      band.zero,
      first,
    );
    fillSide(
      pen,
      cut.map(([x, y]) => [x, Math.max(y, band.zero)] as const),
      band.zero,
      second,
    );
    line(pen.ctx, cut, COLOR.text, { width: 1.6 });
    return;
  }
  fillSide(pen, points(values), band.zero, first);
  line(pen.ctx, points(values), first, { width: 2 });
  if (against.length === 0) return;
  fillSide(pen, points(against), band.zero, second);
  line(pen.ctx, points(against), second, { width: 2, dash: [5, 3] });
}

/** A point where the curve crosses its zero, so that each side can be filled by itself. */
function withCrossings(points: readonly Point[], zero: number): Point[] {
  return points.flatMap(([x, y], i) => {
    const before = points[i - 1];
    if (before === undefined || (before[1] - zero) * (y - zero) >= 0) return [[x, y] as const];
    const share = (zero - before[1]) / (y - before[1]);
    return [[before[0] + share * (x - before[0]), zero] as const, [x, y] as const];
  });
}

function fillSide(pen: Pen, points: readonly Point[], zero: number, color: string): void {
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined) return;
  filled(pen.ctx, [[first[0], zero], ...points, [last[0], zero]], fade(color, 0.35));
}
