/**
 * Pearson's r between two lists of equal length.
 *
 * @returns NaN where there are fewer than two pairs or one side does not vary
 */
export function correlation(a: readonly number[], b: readonly number[]): number {
  const [meanA, meanB] = [mean(a), mean(b)];
  let [both, ownA, ownB] = [0, 0, 0];
  a.forEach((x, i) => {
    const [dx, dy] = [x - meanA, (b[i] ?? Number.NaN) - meanB];
    both += dx * dy;
    ownA += dx * dx;
    ownB += dy * dy;
  });
  return both / Math.sqrt(ownA * ownB);
}

const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;
