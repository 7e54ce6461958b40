import type { Finding, LensFinding } from '../analysis/findings.ts';
import { count, percent } from '../kernel/numbers.ts';
import type { Reply } from '../kernel/reply.ts';
import { quoted, tokenLabel } from '../kernel/token-label.ts';
import { alt } from './alt.ts';
import { asked } from './attribution-words.ts';
import { findingOf } from './finding-of.ts';
import type { LensCell, LensFigure, LensRow } from './lens-figure.ts';
import { chooseDepths } from './lens-rows.ts';
import { lensWords } from './lens-words.ts';
import { depthName, settledIndex, trailOf } from './trail.ts';

type Rows = LensFinding['rows'];

const MOST_POSITIONS = 10;
const MOST_RANKS = 5;
const MOST_DEPTHS = 15;
const RIVALS_IN_TRAIL = 3;

/**
 * A lens as a table: depth against tokens, or against rank when one position was read. Beside a linear
 * lens stands the plain one: a last column of its own, or a second frame in each column.
 *
 * @throws {RangeError} when the reply holds no lens finding or one without rows
 */
export function lensFigure(reply: Reply<Finding>): LensFigure {
  const lens = findingOf(reply, 'lens');
  const read = lens.settles.map(({ position }) => position);
  const shown = read.slice(-MOST_POSITIONS);
  const last = shown.at(-1);
  if (last === undefined) throw new RangeError('lens: a finding that read no position');
  const trail = read.length === 1 ? trailOf(lens, last, RIVALS_IN_TRAIL) : undefined;
  const series = shown.map((position) => lens.rows.filter((row) => row.position === position));
  const settles = series.map((rows, i) => settledRow(rows, lens, shown[i] ?? last));
  const plain = lens.plain === undefined ? undefined : plainOf(lens.plain, shown);
  const framed = [settles.at(-1), plain?.settles.at(-1)].flatMap((row) => row ?? []);
  const depths = chooseDepths(series[0]?.length ?? 0, framed, MOST_DEPTHS);
  const beside = trail !== undefined && plain !== undefined;
  return {
    kind: 'lens',
    title: `When does it settle on ${quoted(lens.settles.at(-1)?.answer.text ?? '')}?`,
    subtitle: subtitle(reply, {
      ranks: trail !== undefined,
      positions: shown.length,
      ofPositions: read.length,
      depths,
      series,
    }),
    footer: [
      { label: lens.method, value: '' },
      { label: 'mid = after attention, before the MLP', value: '' },
    ],
    alt: alt([`${lens.lens === 'linear' ? 'Linear' : 'Logit'} lens of ${asked(reply)}`, ...lensWords(reply)]),
    form: trail === undefined ? 'positions' : 'ranks',
    columns:
      trail === undefined
        ? shown.map((position) => promptLabel(reply, position))
        : [...ranks(series[0], beside), ...(beside ? ['logit lens'] : [])],
    beside,
    rows:
      trail === undefined
        ? positionRows(series, depths, settles, plain?.settles)
        : rankRows(series[0] ?? [], depths, settles[0] ?? Number.POSITIVE_INFINITY, plain),
    ...(trail === undefined ? {} : { trail }),
  };
}

function subtitle(
  { model }: Reply<Finding>,
  shown: {
    ranks: boolean;
    positions: number;
    ofPositions: number;
    depths: readonly number[];
    series: readonly Rows[];
  },
): string {
  const all = shown.series[0]?.length ?? 0;
  const parts = [
    model?.name ?? '',
    shown.depths.length < all ? `${shown.depths.length} of ${count(all)} half-layers` : `${all} half-layers`,
    shown.positions < shown.ofPositions ? `last ${shown.positions} of ${shown.ofPositions} tokens` : '',
    shown.ranks ? 'likeliest words at each depth' : 'leading word at each depth',
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

/** The plain lens of the shown positions: its rows, and the one of each from which the answer leads for good. */
interface Plain {
  readonly series: readonly Rows[];
  readonly settles: readonly number[];
}

function plainOf(plain: Pick<LensFinding, 'rows' | 'settles'>, shown: readonly number[]): Plain {
  const series = shown.map((position) => plain.rows.filter((row) => row.position === position));
  return { series, settles: series.map((rows, i) => settledRow(rows, plain, shown[i] ?? 0)) };
}

/** Row from which the position's answer leads for good; the last row when only that one has it. */
function settledRow(rows: Rows, lens: Pick<LensFinding, 'rows' | 'settles'>, position: number): number {
  const settle = lens.settles.find((s) => s.position === position);
  if (settle === undefined) return rows.length - 1;
  return settledIndex(rows, settle.answer) ?? rows.length - 1;
}

const promptLabel = ({ prompt }: Reply<Finding>, position: number): string =>
  tokenLabel(prompt.tokens[position]?.text ?? '');

/** Beside the plain lens one word fewer fits. */
function ranks(rows: Rows | undefined, beside: boolean): string[] {
  const most = Math.max(1, ...(rows ?? []).map(({ top }) => top.length));
  return ['1st', '2nd', '3rd', '4th', '5th'].slice(0, Math.min(beside ? MOST_RANKS - 1 : MOST_RANKS, most));
}

function positionRows(
  series: readonly Rows[],
  depths: readonly number[],
  settles: readonly number[],
  plain: readonly number[] | undefined,
): LensRow[] {
  return depths.map((depth, i) => ({
    ...head(series[0] ?? [], depths, i),
    cells: series.map((rows, column) =>
      cell(
        rows[depth]?.top[0],
        depth >= (settles[column] ?? 0),
        depth >= (plain?.[column] ?? Number.POSITIVE_INFINITY),
      ),
    ),
  }));
}

function rankRows(
  rows: Rows,
  depths: readonly number[],
  settle: number,
  plain: Plain | undefined,
): LensRow[] {
  const width = ranks(rows, plain !== undefined).length;
  const beside = (depth: number) =>
    plain === undefined ? [] : [cell(plain.series[0]?.[depth]?.top[0], depth >= (plain.settles[0] ?? 0))];
  return depths.map((depth, i) => ({
    ...head(rows, depths, i),
    cells: [
      ...Array.from({ length: width }, (_, rank) =>
        cell(rows[depth]?.top[rank], rank === 0 && depth >= settle),
      ),
      ...beside(depth),
    ],
  }));
}

function head(rows: Rows, depths: readonly number[], i: number): Omit<LensRow, 'cells'> {
  const depth = depths[i] ?? 0;
  const name = depthName(rows[depth]?.hook ?? '');
  return { depth: name, mid: name.endsWith('mid'), skipped: depth - (depths[i - 1] ?? depth - 1) - 1 };
}

function cell(
  word: Rows[number]['top'][number] | undefined,
  settled: boolean,
  plain = false,
): LensCell | null {
  if (word === undefined) return null;
  return { label: tokenLabel(word.text), prob: word.prob, text: percent(word.prob), settled, plain };
}
