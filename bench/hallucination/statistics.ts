import { quantile } from '../../src/analysis/quantile.ts';
import { randomFrom } from '../../src/kernel/random.ts';

/** A question of either class with some numbers of it; `positive` is what is to be found. */
export interface Case {
  readonly positive: boolean;
  readonly values: readonly number[];
}

/** How often a positive has the larger score, ties half: the area under the ROC curve (Mann & Whitney). */
export function auroc(positives: readonly number[], negatives: readonly number[]): number {
  let wins = 0;
  for (const p of positives) for (const n of negatives) wins += p > n ? 1 : p === n ? 0.5 : 0;
  return wins / (positives.length * negatives.length);
}

const RESAMPLES = 2000;

/**
 * Bootstrap intervals, 95 %, of numbers that are made of the cases: each class drawn anew by itself,
 * the same cases for every number, so that differences are paired.
 *
 * @param of  the numbers, of a resample of the scored cases
 */
export function bootstrap(
  cases: readonly Case[],
  of: (cases: readonly Case[]) => readonly number[],
  seed = 1,
): { readonly low: number; readonly high: number }[] {
  const random = randomFrom(seed);
  const classes = [true, false].map((positive) => cases.filter((each) => each.positive === positive));
  const drawn = Array.from({ length: RESAMPLES }, () =>
    of(classes.flatMap((mine) => mine.flatMap(() => mine[Math.floor(random() * mine.length)] ?? []))),
  );
  return of(cases).map((_, i) => {
    const values = drawn.map((each) => each[i] ?? Number.NaN);
    return { low: quantile(values, 0.025), high: quantile(values, 0.975) };
  });
}

/** AUROC of the value at a place. */
export const aurocAt = (cases: readonly Case[], place: number): number =>
  auroc(
    cases.flatMap(({ positive, values }) => (positive ? [values[place] ?? Number.NaN] : [])),
    cases.flatMap(({ positive, values }) => (positive ? [] : [values[place] ?? Number.NaN])),
  );

export interface Logistic {
  /** Constant first. */
  readonly weights: readonly number[];
  readonly logLikelihood: number;
}

/** Keeps weights finite where classes can be parted without error; a thousandth of a case. */
const RIDGE = 1e-3;

/** Logistic regression by Newton's method (iteratively reweighted least squares). */
export function logistic(cases: readonly Case[]): Logistic {
  const rows = cases.map(({ values }) => [1, ...values]);
  const width = rows[0]?.length ?? 1;
  let weights = Array<number>(width).fill(0);
  for (let round = 0; round < 60; round++) {
    const gradient: number[] = weights.map((weight, i) => (i === 0 ? 0 : -RIDGE * weight));
    const hessian: number[][] = weights.map((_, i) => weights.map((__, j) => (i === j ? RIDGE : 0)));
    rows.forEach((row, c) => {
      const p = sigmoid(dot(row, weights));
      const residual = (cases[c]?.positive ? 1 : 0) - p;
      row.forEach((x, i) => {
        gradient[i] = (gradient[i] ?? 0) + residual * x;
        row.forEach((y, j) => {
          const line = hessian[i] ?? [];
          line[j] = (line[j] ?? 0) + p * (1 - p) * x * y;
        });
      });
    });
    const step = solve(hessian, gradient);
    weights = weights.map((weight, i) => weight + (step[i] ?? 0));
    if (Math.max(...step.map(Math.abs)) < 1e-8) break;
  }
  const logLikelihood = rows.reduce((sum, row, c) => {
    const z = dot(row, weights);
    return sum - Math.log1p(Math.exp(cases[c]?.positive ? -z : z));
  }, 0);
  return { weights, logLikelihood };
}

/** Score of a case under fitted weights, log-odds. */
export const logOdds = ({ weights }: Logistic, { values }: Case): number => dot([1, ...values], weights);

const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));
const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0);

/** Gauss-Jordan with pivots; a handful of unknowns. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i] ?? 0]);
  for (let i = 0; i < rows.length; i++) {
    const best = rows
      .slice(i)
      .reduce((at, row, k) => (Math.abs(row[i] ?? 0) > Math.abs(rows[at]?.[i] ?? 0) ? i + k : at), i);
    [rows[i], rows[best]] = [rows[best] ?? [], rows[i] ?? []];
    const pivot = rows[i] ?? [];
    const by = pivot[i] ?? 1;
    rows.forEach((row, k) => {
      if (k === i) return;
      const factor = (row[i] ?? 0) / by;
      row.forEach((x, j) => {
        row[j] = x - factor * (pivot[j] ?? 0);
      });
    });
  }
  return rows.map((row, i) => (row.at(-1) ?? 0) / (row[i] ?? 1));
}

/** Values as standard scores, place by place. */
export function standardised(cases: readonly Case[]): Case[] {
  const places = cases[0]?.values.map((_, i) => {
    const all = cases.map(({ values }) => values[i] ?? 0);
    const mean = all.reduce((sum, x) => sum + x, 0) / all.length;
    return { mean, sd: Math.sqrt(all.reduce((sum, x) => sum + (x - mean) ** 2, 0) / all.length) || 1 };
  });
  return cases.map((each) => ({
    ...each,
    values: each.values.map((x, i) => (x - (places?.[i]?.mean ?? 0)) / (places?.[i]?.sd ?? 1)),
  }));
}

/** Chance of a χ² of one degree of freedom at least so large: P(|Z| ≥ √x), by the tail of the error function. */
export const chiSquareTail = (x: number): number => erfc(Math.sqrt(Math.max(0, x) / 2));

/** Complementary error function (Abramowitz & Stegun 7.1.26, error ≤ 1.5e-7). */
function erfc(x: number): number {
  const t = 1 / (1 + 0.3275911 * x);
  const series =
    t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return series * Math.exp(-x * x);
}

const FOLDS = 5;

/** Log-odds of each case under a fit on the other folds; folds take the classes in turn. */
export function crossValidated(cases: readonly Case[]): number[] {
  const seen = new Map<boolean, number>();
  const folds = cases.map(({ positive }) => {
    const at = seen.get(positive) ?? 0;
    seen.set(positive, at + 1);
    return at % FOLDS;
  });
  const fits = Array.from({ length: FOLDS }, (_, fold) =>
    logistic(cases.filter((__, i) => folds[i] !== fold)),
  );
  return cases.map((each, i) => logOdds(fits[folds[i] ?? 0] ?? { weights: [], logLikelihood: 0 }, each));
}
