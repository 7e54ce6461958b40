import type { Row } from './measure.ts';
import {
  aurocAt,
  bootstrap,
  type Case,
  chiSquareTail,
  crossValidated,
  logistic,
  standardised,
} from './statistics.ts';

/** What every other measure has to add something to. */
const PLAIN = 'next-token entropy';

export interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** One measure over a set of questions. */
export interface Summary {
  readonly measure: string;
  /** Unknown against known. */
  readonly auroc: Interval;
  /** Against the known ones that were answered right alone. */
  readonly right: Interval;
  readonly known: number;
  readonly unknown: number;
  /** Beside next-token entropy; null of that itself. */
  readonly beside: {
    /** AUROC of this alone minus that of entropy alone, paired. */
    readonly alone: Interval;
    /** AUROC of both together minus that of entropy alone, both cross-validated, paired. */
    readonly together: Interval;
    /** Nested logistic regression, likelihood ratio. */
    readonly chiSquare: number;
    readonly p: number;
  } | null;
}

export function summaries(rows: readonly Row[]): Summary[] {
  const measures = Object.keys(rows[0]?.measures ?? {});
  return measures.map((measure) => {
    const values = (each: Row) => each.measures[measure] ?? Number.NaN;
    return {
      measure,
      auroc: aurocOf(casesOf(rows, [measure])),
      right: aurocOf(
        casesOf(
          rows.filter(({ known, right }) => !known || right),
          [measure],
        ),
      ),
      known: medianOf(rows.filter(({ known }) => known).map(values)),
      unknown: medianOf(rows.filter(({ known }) => !known).map(values)),
      beside: measure === PLAIN ? null : besidePlain(rows, measure),
    };
  });
}

const casesOf = (rows: readonly Row[], measures: readonly string[]): Case[] =>
  rows.map((row) => ({
    positive: !row.known,
    values: measures.map((measure) => row.measures[measure] ?? Number.NaN),
  }));

function aurocOf(cases: readonly Case[]): Interval {
  const [interval = { low: Number.NaN, high: Number.NaN }] = bootstrap(cases, (some) => [aurocAt(some, 0)]);
  return { value: aurocAt(cases, 0), ...interval };
}

function besidePlain(rows: readonly Row[], measure: string): Summary['beside'] {
  const both = standardised(casesOf(rows, [PLAIN, measure]));
  const plain = both.map((each) => ({ ...each, values: each.values.slice(0, 1) }));
  const chiSquare = Math.max(0, 2 * (logistic(both).logLikelihood - logistic(plain).logLikelihood));
  const [withIt, without] = [crossValidated(both), crossValidated(plain)];
  const scored = both.map((each, i) => ({
    ...each,
    values: [...each.values, withIt[i] ?? Number.NaN, without[i] ?? Number.NaN],
  }));
  const differences = (some: readonly Case[]) => [
    aurocAt(some, 1) - aurocAt(some, 0),
    aurocAt(some, 2) - aurocAt(some, 3),
  ];
  const [alone, together] = bootstrap(scored, differences);
  const values = differences(scored);
  const interval = (i: number, at: { low: number; high: number } | undefined): Interval => ({
    value: values[i] ?? Number.NaN,
    low: at?.low ?? Number.NaN,
    high: at?.high ?? Number.NaN,
  });
  return {
    alone: interval(0, alone),
    together: interval(1, together),
    chiSquare,
    p: chiSquareTail(chiSquare),
  };
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? Number.NaN) + (sorted[Math.ceil(middle)] ?? Number.NaN)) / 2;
}
