import type { TopLevelSpec } from 'vega-lite';
import type { TimelineFigure } from '../src/figure/timeline-figure.ts';
import { FAMILY } from './fonts.ts';
import { COLOR, TEXT } from './theme.ts';

/** By series: a colour, and the shape that tells it without one. */
export const COLORS = [COLOR.supports, COLOR.opposes, COLOR.good, COLOR.mlp];
export const SHAPES = ['circle', 'diamond', 'square', 'triangle'] as const;

const AXIS = {
  labelFont: FAMILY,
  labelFontSize: TEXT.small,
  labelColor: COLOR.sub,
  titleFont: FAMILY,
  titleFontSize: TEXT.small,
  titleFontWeight: 400,
  titleColor: COLOR.sub,
  domainColor: COLOR.border,
  tickColor: COLOR.border,
  gridColor: COLOR.border,
  gridOpacity: 0.45,
} as const;

type Layer = Extract<TopLevelSpec, { layer: unknown }>['layer'][number];
/** Beyond this many points lines and points get thinner. */
const MANY = 120;

/**
 * The chart of a timeline as Vega-Lite has it: a line a series that breaks where a value is missing, its
 * points, marks of the gaps at the bottom, the median as a rule.
 */
export function timelineSpec(figure: TimelineFigure): TopLevelSpec {
  const { axis, from, to, points, ticks, median } = figure;
  const times = Object.fromEntries(ticks.map(({ index, label }) => [String(index), label]));
  return {
    data: { values: points.map((point) => ({ ...point, floor: from })) },
    params: [{ name: 'times', value: times }],
    config: { view: { stroke: null } },
    encoding: {
      y: {
        type: 'quantitative',
        scale: { domain: [from, to], nice: false, zero: false },
        axis: { ...AXIS, grid: true, title: axis, titleLimit: 300, titlePadding: 10, tickCount: 6 },
      },
    },
    layer: [
      ...(median === null ? [] : [medianRule(median.value)]),
      lines(figure),
      dots(figure),
      gaps(figure),
    ],
  };
}

const medianRule = (value: number): Layer => ({
  mark: { type: 'rule', color: COLOR.faint, strokeDash: [5, 4], strokeWidth: 1.2 },
  encoding: { y: { datum: value } },
});

const lines = (figure: TimelineFigure): Layer => ({
  transform: [
    { filter: { field: 'series', oneOf: figure.series.flatMap(({ joined }, i) => (joined ? [i] : [])) } },
  ],
  mark: {
    type: 'line',
    strokeWidth: figure.points.length > MANY ? 1.2 : 2,
    invalid: 'break-paths-show-domains',
    opacity: 0.75,
  },
  encoding: {
    x: byIndex(figure),
    y: { field: 'value' },
    color: { field: 'series', type: 'nominal', scale: scale(figure, COLORS), legend: null },
  },
});

const dots = (figure: TimelineFigure): Layer => ({
  transform: [{ filter: 'isValid(datum.value)' }],
  mark: {
    type: 'point',
    filled: true,
    opacity: 1,
    stroke: COLOR.ground,
    strokeWidth: 1,
  },
  encoding: {
    x: byIndex(figure),
    y: { field: 'value' },
    color: { field: 'series', type: 'nominal', scale: scale(figure, COLORS), legend: null },
    size: {
      field: 'series',
      type: 'ordinal',
      scale: {
        type: 'ordinal',
        ...scale(figure, figure.points.length > MANY ? [18, 30, 18, 26] : [62, 100, 62, 84]),
      },
      legend: null,
    },
    shape: { field: 'series', type: 'nominal', scale: scale(figure, SHAPES.map(vegaShape)), legend: null },
  },
});

const gaps = (figure: TimelineFigure): Layer => ({
  transform: [{ filter: '!isValid(datum.value)' }],
  mark: { type: 'tick', orient: 'vertical', color: COLOR.warn, thickness: 2, size: 12, yOffset: -6 },
  encoding: { x: byIndex(figure), y: { field: 'floor' } },
});

/** One step an answer; a time stands below the ticks. */
const byIndex = ({ points, ticks }: TimelineFigure) => ({
  field: 'index',
  type: 'quantitative' as const,
  scale: { domain: [-0.5, points.length - 0.5], nice: false, zero: false },
  axis: {
    ...AXIS,
    title: null,
    grid: false,
    values: ticks.map(({ index }) => index),
    labelExpr: 'times[datum.value]',
    labelOverlap: 'greedy' as const,
    labelFlush: 8,
    labelPadding: 6,
  },
});

const scale = <T extends string | number>({ series }: TimelineFigure, range: readonly T[]) => ({
  domain: series.map((_, i) => i),
  range: range.slice(0, series.length),
});

const vegaShape = (shape: (typeof SHAPES)[number]): string => (shape === 'triangle' ? 'triangle-up' : shape);
