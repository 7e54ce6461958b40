import type { TimelineFigure } from '../src/figure/timeline-figure.ts';
import { drawLegend, type LegendItem } from './legend.ts';
import type { Pen, TextBox } from './pen.ts';
import { line, mark } from './shapes.ts';
import { CARD, COLOR, SIZE, TEXT } from './theme.ts';
import { COLORS, SHAPES, timelineSpec } from './timeline-spec.ts';
import type { Place } from './vega.ts';

const LEGEND = 82;
const CHART = { x: CARD.margin, y: 98, width: SIZE.width - 2 * CARD.margin, height: 314 } as const;
/** Middle of the row below the chart. */
const NOTES = 430;
const VALUE = { size: TEXT.small, weight: 600 } as const;

let charts: typeof import('./vega.ts') | undefined;

/** Vega is 0.3 s of loading, for the pictures that need it. */
export async function loadCharts(): Promise<void> {
  charts ??= await import('./vega.ts');
}

/**
 * A number over the answers of a session: the chart by Vega-Lite, legend and labels by the pen.
 *
 * @throws {RangeError} before {@link loadCharts}
 */
export function drawTimeline(pen: Pen, figure: TimelineFigure): void {
  if (charts === undefined) throw new RangeError('charts are not loaded');
  drawLegend(pen, LEGEND, legendOf(pen, figure));
  const place = charts.drawChart(pen, timelineSpec(figure), CHART);
  drawValues(pen, figure, place);
  drawNotes(pen, figure);
}

function legendOf({ ctx }: Pen, { series, points, median }: TimelineFigure): LegendItem[] {
  const hasGaps = points.some(({ value }) => value === null);
  return [
    ...series.map(({ label: text }, i): LegendItem => {
      const [shape, fill] = [SHAPES[i] ?? 'circle', COLORS[i] ?? COLOR.sub];
      return {
        width: 10,
        text,
        sign: (x, y) => mark(ctx, shape, { x: x + 5, y, radius: 4.5 }, { fill, rim: COLOR.ground }),
      };
    }),
    ...(median === null ? [] : [ruleItem(ctx, median.text)]),
    ...(hasGaps ? [gapItem(ctx)] : []),
  ];
}

const ruleItem = (ctx: Pen['ctx'], text: string): LegendItem => ({
  width: 22,
  text,
  sign: (x, y) =>
    line(
      ctx,
      [
        [x, y],
        [x + 22, y],
      ],
      COLOR.faint,
      { width: 1.2, dash: [5, 4] },
    ),
});

const gapItem = (ctx: Pen['ctx']): LegendItem => ({
  width: 4,
  text: 'no value',
  sign: (x, y) =>
    line(
      ctx,
      [
        [x + 2, y - 6],
        [x + 2, y + 6],
      ],
      COLOR.warn,
      { width: 2 },
    ),
});

/** A value above or below its point, wherever nothing is written yet; else left out. */
function drawValues(pen: Pen, { notes, points }: TimelineFigure, place: Place): void {
  for (const { index, value: text } of notes) {
    const value = points[index]?.value;
    if (value === undefined || value === null) continue;
    const at = place(index, value);
    const width = pen.width(text, VALUE);
    const x = Math.min(Math.max(at.x - width / 2, CHART.x + 60), CHART.x + CHART.width - width);
    const y = [at.y - 15, at.y + 16].find((middle) =>
      isFree(pen.boxes, { x, y: middle - 8, width, height: 16 }),
    );
    if (y !== undefined) pen.text(text, x, y, { ...VALUE, halo: COLOR.ground });
  }
}

/** Side by side: which point it is, its value, what was asked about. */
function drawNotes(pen: Pen, { notes }: TimelineFigure): void {
  const share = CHART.width / Math.max(1, notes.length);
  notes.forEach(({ name, value, text }, i) => {
    const [left, end] = [CHART.x + i * share, CHART.x + (i + 1) * share - 14];
    let x = left + pen.text(name, left, NOTES, { size: TEXT.small, color: COLOR.faint }) + 6;
    x += pen.text(value, x, NOTES, VALUE) + 6;
    pen.text(text, x, NOTES, { size: TEXT.small, color: COLOR.sub, room: end - x });
  });
}

const isFree = (
  boxes: readonly TextBox[],
  { x, y, width, height }: Omit<TextBox, 'text' | 'size'>,
): boolean =>
  y > CHART.y - 4 &&
  y + height < CHART.y + CHART.height - 24 &&
  boxes.every(
    (box) =>
      x > box.x + box.width + 3 || box.x > x + width + 3 || y > box.y + box.height || box.y > y + height,
  );
