/** A linear fit `y ≈ intercept + Σ slopes · x`. */
export interface LinearFit {
  readonly intercept: number;
  readonly slopes: readonly number[];
}

export interface FitWithErrors extends LinearFit {
  /**
   * Standard error of each slope by the jackknife: the fit once more without each row in turn. It asks for
   * no normal noise; runs of a model have none, and what a line misses is how the pieces act together.
   * Null where a fit without some row is not determined.
   */
  readonly errors: readonly (number | null)[];
}

/** Below it a row decides a slope alone: without it nothing determines that slope. */
const FREE = 1e-9;

/**
 * Ordinary least squares with an intercept, and its jackknife errors from the one fit: leaving row i out
 * moves the coefficients by (XᵀX)⁻¹ xᵢ eᵢ / (1 − hᵢ) (Miller 1974).
 *
 * @param rows  `[row][column]`, columns not linearly dependent
 * @throws {RangeError} when they are
 */
export function leastSquares(rows: readonly (readonly number[])[], y: readonly number[]): FitWithErrors {
  const design = rows.map((row) => [1, ...row]);
  const width = design[0]?.length ?? 1;
  const inverse = inverseOf(gram(design, width));
  const beta = times(inverse, moments(design, y, width));
  const moves = design.map((x, i) => {
    const way = times(inverse, x);
    const free = 1 - dot(x, way);
    const residual = (y[i] ?? 0) - dot(x, beta);
    return free < FREE ? undefined : way.map((each) => (each * residual) / free);
  });
  const [intercept = 0, ...slopes] = beta;
  return { intercept, slopes, errors: slopes.map((_, k) => jackknife(moves.map((move) => move?.[k + 1]))) };
}

/** √((n−1)/n · Σ (move − mean)²) over the coefficients without each row. */
function jackknife(moves: readonly (number | undefined)[]): number | null {
  const known = moves.filter((move) => move !== undefined);
  if (known.length < moves.length) return null;
  const mean = known.reduce((sum, move) => sum + move, 0) / known.length;
  const spread = known.reduce((sum, move) => sum + (move - mean) ** 2, 0);
  return Math.sqrt(((known.length - 1) / known.length) * spread);
}

export const predicted = ({ intercept, slopes }: LinearFit, row: readonly number[]): number =>
  intercept + dot(row, slopes);

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, each, i) => sum + each * (b[i] ?? 0), 0);

const times = (matrix: readonly (readonly number[])[], vector: readonly number[]): number[] =>
  matrix.map((row) => dot(row, vector));

const gram = (rows: readonly (readonly number[])[], width: number): number[][] =>
  Array.from({ length: width }, (_, i) =>
    Array.from({ length: width }, (_, j) =>
      rows.reduce((sum, row) => sum + (row[i] ?? 0) * (row[j] ?? 0), 0),
    ),
  );

const moments = (
  rows: readonly (readonly number[])[],
  y: readonly number[],
  width: number,
): readonly number[] =>
  Array.from({ length: width }, (_, i) => rows.reduce((sum, row, n) => sum + (row[i] ?? 0) * (y[n] ?? 0), 0));

/** Gauss-Jordan with row exchanges; the matrices here have at most a few dozen rows. */
function inverseOf(matrix: readonly (readonly number[])[]): number[][] {
  const n = matrix.length;
  const work = matrix.map((row, i) => [...row, ...Array.from({ length: n }, (_, j) => (i === j ? 1 : 0))]);
  for (let column = 0; column < n; column++) {
    const pivot = pivotOf(work, column);
    const chosen = work[pivot] ?? [];
    work[pivot] = work[column] ?? [];
    const scale = chosen[column] ?? 0;
    const leading = chosen.map((value) => value / scale);
    work[column] = leading;
    for (const [i, row] of work.entries()) {
      const factor = row[column] ?? 0;
      if (i !== column && factor !== 0) work[i] = row.map((value, j) => value - factor * (leading[j] ?? 0));
    }
  }
  return work.map((row) => row.slice(n));
}

function pivotOf(work: readonly (readonly number[])[], column: number): number {
  let best = column;
  for (let i = column; i < work.length; i++)
    if (Math.abs(work[i]?.[column] ?? 0) > Math.abs(work[best]?.[column] ?? 0)) best = i;
  if (Math.abs(work[best]?.[column] ?? 0) < FREE)
    throw new RangeError('the columns of a fit are linearly dependent');
  return best;
}
