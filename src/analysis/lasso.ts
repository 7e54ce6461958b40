import { type LinearFit, predicted } from './least-squares.ts';

/** Penalties tried, from the one at which nothing is left down to a thousandth of it. */
const STEPS = 24;
const SMALLEST = 1e-3;
const FOLDS = 5;
const ROUNDS = 500;
const STILL = 1e-9;

type Rows = readonly (readonly number[])[];

/**
 * The columns that a sparse linear fit keeps: least squares with an L1 penalty (Tibshirani 1996), whose
 * size is chosen by five-fold cross-validation, the largest that is within one standard error of the best.
 *
 * @param rows  `[row][column]`
 * @param within  standard errors from the best; 0 takes the best itself, which keeps more
 * @returns columns in their order; none where nothing explains anything
 */
export function sparseSupport(rows: Rows, y: readonly number[], within = 1): number[] {
  const penalty = chosenPenalty(rows, y, within);
  if (penalty === undefined) return [];
  return lasso(rows, y, penalty).slopes.flatMap((slope, column) => (slope === 0 ? [] : [column]));
}

/**
 * Minimises (1/2n) Σ (y − intercept − Σ slope · x)² + penalty · Σ |slope| by coordinate descent
 * (Friedman 2010); the intercept is free. The problem is convex: this is its minimum.
 */
export function lasso(rows: Rows, y: readonly number[], penalty: number): LinearFit {
  const moments = momentsOf(rows, y);
  return fitOf(moments, descend(moments, penalty, []));
}

/** The smallest penalty that leaves nothing. */
export const largestPenalty = (rows: Rows, y: readonly number[]): number =>
  Math.max(0, ...momentsOf(rows, y).pulls.map(Math.abs));

/** Centred second moments: all that the descent needs of the rows. */
interface Moments {
  readonly means: readonly number[];
  readonly meanY: number;
  /** `[column][column]`, mean of products. */
  readonly gram: Rows;
  /** `[column]`, mean of products with y. */
  readonly pulls: readonly number[];
}

function momentsOf(rows: Rows, y: readonly number[]): Moments {
  const means = (rows[0] ?? []).map((_, k) => mean(rows.map((row) => row[k] ?? 0)));
  const meanY = mean(y);
  const columns = means.map((middle, k) => rows.map((row) => (row[k] ?? 0) - middle));
  const product = (a: readonly number[], b: readonly number[]): number =>
    a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0) / Math.max(1, a.length);
  const centredY = y.map((value) => value - meanY);
  return {
    ...{ means, meanY },
    gram: columns.map((a) => columns.map((b) => product(a, b))),
    pulls: columns.map((column) => product(column, centredY)),
  };
}

/** @param from  slopes to begin at, those of a neighbouring penalty: sooner there */
function descend({ gram, pulls }: Moments, penalty: number, from: readonly number[]): number[] {
  const slopes = pulls.map((_, k) => from[k] ?? 0);
  for (let round = 0; round < ROUNDS; round++) {
    let moved = 0;
    for (const [k, row] of gram.entries()) {
      const [before, square] = [slopes[k] ?? 0, row[k] ?? 0];
      let pull = pulls[k] ?? 0;
      for (const [j, slope] of slopes.entries()) if (j !== k) pull -= (row[j] ?? 0) * slope;
      const after = square < STILL ? 0 : (Math.sign(pull) * Math.max(0, Math.abs(pull) - penalty)) / square;
      slopes[k] = after;
      moved = Math.max(moved, Math.abs(after - before));
    }
    if (moved < STILL) break;
  }
  return slopes;
}

const fitOf = ({ means, meanY }: Moments, slopes: readonly number[]): LinearFit => ({
  intercept: slopes.reduce((left, slope, k) => left - slope * (means[k] ?? 0), meanY),
  slopes,
});

function chosenPenalty(rows: Rows, y: readonly number[], within: number): number | undefined {
  const largest = largestPenalty(rows, y);
  if (largest < STILL) return undefined;
  const path = Array.from({ length: STEPS }, (_, step) => largest * SMALLEST ** (step / (STEPS - 1)));
  const folds = Array.from({ length: FOLDS }, (_, fold) => errorsAlong(path, rows, y, fold));
  const tried = path.map((penalty, step) => ({
    penalty,
    ...spreadOf(folds.map((errors) => errors[step] ?? 0)),
  }));
  const best = tried.reduce((least, each) => (each.error < least.error ? each : least));
  return tried.find(({ error }) => error <= best.error + within * best.spread)?.penalty;
}

/** Mean squared error over one fold's rows, of the fit to all others, for each penalty. */
function errorsAlong(path: readonly number[], rows: Rows, y: readonly number[], fold: number): number[] {
  const inFold = (_: unknown, i: number) => i % FOLDS === fold;
  const others = (_: unknown, i: number) => i % FOLDS !== fold;
  const moments = momentsOf(rows.filter(others), y.filter(others));
  const [held, heldY] = [rows.filter(inFold), y.filter(inFold)];
  let slopes: readonly number[] = [];
  return path.map((penalty) => {
    slopes = descend(moments, penalty, slopes);
    const fit = fitOf(moments, slopes);
    return mean(held.map((row, i) => ((heldY[i] ?? 0) - predicted(fit, row)) ** 2));
  });
}

/** Mean over folds, and its standard error. */
function spreadOf(errors: readonly number[]): { readonly error: number; readonly spread: number } {
  const error = mean(errors);
  const variance = mean(errors.map((each) => (each - error) ** 2));
  return { error, spread: Math.sqrt(variance / (FOLDS - 1)) };
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
