/**
 * The inverse of the Cholesky factor of `gram + strength·I`, lower triangular: with I for it, the
 * solution of `(gram + strength·I) W = K` is `Iᵀ (I K)`.
 *
 * In float64, four rows of the factor at a time in the inner loop. ml-matrix takes several times as
 * long (docs/lens.md).
 *
 * @param gram      `[size, size]` row-major, symmetric, no negative eigenvalue
 * @param strength  above 0
 * @throws {RangeError} when the matrix is not positive definite (numbers that are not finite)
 */
export function inverseFactor(gram: Float64Array, size: number, strength: number): Float64Array {
  const lower = gram.slice();
  for (let i = 0; i < size; i++) lower[i * size + i] = (lower[i * size + i] ?? 0) + strength;
  factorise(lower, size);
  return invert(lower, size);
}

/** In place; what lies above the diagonal is left as it was. */
function factorise(a: Float64Array, size: number): void {
  for (let j = 0; j < size; j++) {
    for (let i = 0; i < j; i++) {
      const sum = (a[j * size + i] ?? 0) - product(a, j * size, i * size, i);
      a[j * size + i] = sum / (a[i * size + i] ?? 1);
    }
    const rest = (a[j * size + j] ?? 0) - product(a, j * size, j * size, j);
    if (!(rest > 0)) throw new RangeError('a matrix that is not positive definite');
    a[j * size + j] = Math.sqrt(rest);
  }
}

/** Σ of `a[p + k] · a[q + k]` for k below `count`: four sums side by side, since one has to wait for itself. */
function product(a: Float64Array, p: number, q: number, count: number): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let k = 0;
  for (; k + 3 < count; k += 4) {
    s0 += (a[p + k] ?? 0) * (a[q + k] ?? 0);
    s1 += (a[p + k + 1] ?? 0) * (a[q + k + 1] ?? 0);
    s2 += (a[p + k + 2] ?? 0) * (a[q + k + 2] ?? 0);
    s3 += (a[p + k + 3] ?? 0) * (a[q + k + 3] ?? 0);
  }
  for (; k < count; k++) s0 += (a[p + k] ?? 0) * (a[q + k] ?? 0);
  return s0 + s1 + s2 + s3;
}

/** Row i of the inverse is `(eᵢ − Σₖ L[i,k] · row k) / L[i,i]`. */
function invert(lower: Float64Array, size: number): Float64Array {
  const inverse = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    const row = i * size;
    let k = 0;
    for (; k + 3 < i; k += 4) takeFour(inverse, lower, size, i, k);
    for (; k < i; k++) {
      const weight = lower[row + k] ?? 0;
      for (let j = 0; j <= k; j++)
        inverse[row + j] = (inverse[row + j] ?? 0) - weight * (inverse[k * size + j] ?? 0);
    }
    const own = lower[row + i] ?? 1;
    inverse[row + i] = 1;
    for (let j = 0; j <= i; j++) inverse[row + j] = (inverse[row + j] ?? 0) / own;
  }
  return inverse;
}

/** Rows k to k + 3 taken off row i at once; above the diagonal they are 0. */
function takeFour(inverse: Float64Array, lower: Float64Array, size: number, i: number, k: number): void {
  const row = i * size;
  const from = k * size;
  const w0 = lower[row + k] ?? 0;
  const w1 = lower[row + k + 1] ?? 0;
  const w2 = lower[row + k + 2] ?? 0;
  const w3 = lower[row + k + 3] ?? 0;
  for (let j = 0; j <= k + 3; j++) {
    const taken =
      w0 * (inverse[from + j] ?? 0) +
      w1 * (inverse[from + size + j] ?? 0) +
      w2 * (inverse[from + 2 * size + j] ?? 0) +
      w3 * (inverse[from + 3 * size + j] ?? 0);
    inverse[row + j] = (inverse[row + j] ?? 0) - taken;
  }
}
