import type { Finding } from '../analysis/findings.ts';
import type { LogFinding, LogPoint } from '../analysis/log-finding.ts';
import { count } from '../kernel/numbers.ts';
import type { Reply } from '../kernel/reply.ts';
import { cut, isolate, printable } from '../kernel/token-label.ts';
import { alt } from './alt.ts';
import { findingOf } from './finding-of.ts';
import { logWords, measured } from './log-words.ts';
import { SERIES, type TimelineFigure } from './timeline-figure.ts';

/** Times below the chart. */
const TICKS = 5;

/**
 * A metric of the log over its answers; nothing where none was named or nothing stands in the log.
 *
 * @throws {RangeError} when the reply holds no log finding
 */
export function timelineFigure(reply: Reply<Finding>): TimelineFigure | undefined {
  const log = findingOf(reply, 'log');
  const { metric, points, unit, median } = log;
  if (metric === null || points.length === 0) return undefined;
  const series = seriesOf(points);
  return {
    kind: 'timeline',
    title: cut(`How did ${metric.what} change?`, 80),
    subtitle: subtitleOf(log),
    footer: [
      { label: 'metric', value: metric.name },
      ...(median === null ? [] : [{ label: 'median', value: measured(median) }]),
      { label: 'numbers kept with each answer; nothing is measured again', value: '' },
    ],
    alt: alt(logWords(log).split('\n')),
    axis: unit,
    ...reachOf(log),
    series,
    points: points.map(({ value, model }, index) => ({
      index,
      value,
      series: seriesAt(series, nameOf(model)),
    })),
    ticks: ticksOf(points),
    notes: notesOf(points),
    median: median === null || isAlone(points) ? null : { value: median, text: `median ${measured(median)}` },
  };
}

function subtitleOf({ points, over }: LogFinding): string {
  const [first, last] = [points.at(0), points.at(-1)];
  const days = [...new Set([first, last].flatMap((point) => (point === undefined ? [] : [day(point.at)])))];
  const gaps = points.filter(({ value }) => value === null).length;
  const place = over === 'session' ? 'this session' : 'this channel and its threads';
  return [
    points.length === 1
      ? `the last answer of ${place}`
      : `the last ${count(points.length)} answers of ${place}`,
    `${days.join(' to ')}, UTC`,
    ...(gaps === 0 ? [] : [`${count(gaps)} without a value`]),
  ].join(' · ');
}

/** A value alone is its own median. */
const isAlone = (points: readonly LogPoint[]): boolean =>
  points.filter(({ value }) => value !== null).length < 2;

const nameOf = (model: string | undefined): string => cut(printable(model ?? 'model not kept'), 28);

/** Models by how many points they have; those beyond the last shape share it. */
function seriesOf(points: readonly LogPoint[]): TimelineFigure['series'] {
  const counts = new Map<string, number>();
  for (const { model } of points) counts.set(nameOf(model), (counts.get(nameOf(model)) ?? 0) + 1);
  const names = [...counts].sort(([, a], [, b]) => b - a).map(([label]) => ({ label, joined: true }));
  if (names.length <= SERIES) return names;
  const others = `${count(names.length - SERIES + 1)} other models`;
  return [...names.slice(0, SERIES - 1), { label: others, joined: false }];
}

function seriesAt(series: TimelineFigure['series'], name: string): number {
  const found = series.findIndex(({ label, joined }) => joined && label === name);
  return found < 0 ? series.length - 1 : found;
}

/** Shares from 0 to 1 wherever they all lie in it; else the values' own reach, with room around. */
function reachOf({ unit, points }: LogFinding): { readonly from: number; readonly to: number } {
  const values = points.flatMap(({ value }) => value ?? []);
  if (values.length === 0) return { from: 0, to: 1 };
  const [low, high] = [Math.min(...values), Math.max(...values)];
  if (/^(probability|share)\b/.test(unit) && low >= 0 && high <= 1) return { from: 0, to: 1 };
  const room = high > low ? (high - low) * 0.12 : Math.max(1, Math.abs(high)) * 0.2;
  return { from: low >= 0 ? Math.max(0, low - room) : low - room, to: high + room };
}

/** Evenly over the points, the first and the last among them; a day is said where it begins. */
function ticksOf(points: readonly LogPoint[]): TimelineFigure['ticks'] {
  const most = Math.min(TICKS, points.length);
  const places = Array.from({ length: most }, (_, i) =>
    most === 1 ? 0 : Math.round((i * (points.length - 1)) / (most - 1)),
  );
  return places.map((index, i) => {
    const [at, before] = [points[index]?.at ?? 0, points[places[i - 1] ?? -1]?.at];
    const isNewDay = before === undefined || day(before) !== day(at);
    const time = new Date(at).toISOString().slice(11, 16);
    return { index, label: isNewDay ? `${day(at).slice(5)} ${time}` : time };
  });
}

const day = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** The last, the highest and the lowest value. */
function notesOf(points: readonly LogPoint[]): TimelineFigure['notes'] {
  const known = points.flatMap(({ value, text }, index) => (value === null ? [] : [{ value, text, index }]));
  const last = known.at(-1);
  if (last === undefined) return [];
  const highest = known.reduce((best, each) => (each.value > best.value ? each : best));
  const lowest = known.reduce((best, each) => (each.value < best.value ? each : best));
  return [...new Set([last, highest, lowest])].map((each) => ({
    index: each.index,
    name: namesOf(each, { last, highest, lowest }),
    value: measured(each.value),
    text: about(each.text),
  }));
}

/** `last and highest` where one point is both; what is all of them is alone. */
function namesOf<T>(each: T, named: Readonly<Record<string, T>>): string {
  const names = Object.keys(named).filter((name) => named[name] === each);
  return names.length === Object.keys(named).length ? 'the only value' : names.join(' and ');
}

function about(text: string): string {
  const line = cut(printable(text.replace(/\s+/g, ' ').trim()), 40);
  return line === '' ? '' : `“${isolate(line)}”`;
}
