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
 * The logit lens as a table: depth against tokens, or against rank when one position was read.
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
  const depths = chooseDepths(series[0]?.length ?? 0, settles.slice(-1), MOST_DEPTHS);
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
    alt: alt([`Logit lens of ${asked(reply)}`, ...lensWords(reply)]),
    form: trail === undefined ? 'positions' : 'ranks',
    columns: trail === undefined ? shown.map((position) => promptLabel(reply, position)) : ranks(series[0]),
    rows:
      trail === undefined
        ? positionRows(series, depths, settles)
        : rankRows(series[0] ?? [], depths, settles[0] ?? Number.POSITIVE_INFINITY),
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

/** Row from which the position's answer leads for good; the last row when only that one has it. */
function settledRow(rows: Rows, lens: LensFinding, position: number): number {
  const settle = lens.settles.find((s) => s.position === position);
  if (settle === undefined) return rows.length - 1;
  return settledIndex(rows, settle.answer) ?? rows.length - 1;
}

const promptLabel = ({ prompt }: Reply<Finding>, position: number): string =>
  tokenLabel(prompt.tokens[position]?.text ?? '');

function ranks(rows: Rows | undefined): string[] {
  const most = Math.max(1, ...(rows ?? []).map(({ top }) => top.length));
  return ['1st', '2nd', '3rd', '4th', '5th'].slice(0, Math.min(MOST_RANKS, most));
}

function positionRows(series: readonly Rows[], depths: readonly number[], settles: readonly number[]) {
  return depths.map((depth, i) => ({
    ...head(series[0] ?? [], depths, i),
    cells: series.map((rows, column) => cell(rows[depth]?.top[0], depth >= (settles[column] ?? 0))),
  }));
}

function rankRows(rows: Rows, depths: readonly number[], settle: number): LensRow[] {
  const width = ranks(rows).length;
  return depths.map((depth, i) => ({
    ...head(rows, depths, i),
    cells: Array.from({ length: width }, (_, rank) =>
      cell(rows[depth]?.top[rank], rank === 0 && depth >= settle),
    ),
  }));
}

function head(rows: Rows, depths: readonly number[], i: number): Omit<LensRow, 'cells'> {
  const depth = depths[i] ?? 0;
  const name = depthName(rows[depth]?.hook ?? '');
  return { depth: name, mid: name.endsWith('mid'), skipped: depth - (depths[i - 1] ?? depth - 1) - 1 };
}

function cell(word: Rows[number]['top'][number] | undefined, settled: boolean): LensCell | null {
  if (word === undefined) return null;
  return { label: tokenLabel(word.text), prob: word.prob, text: percent(word.prob), settled };
}
