/** Vectors of float64 for slow references. */
export type Row = number[];

export const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
export const sum = (values: readonly number[]): number => values.reduce((total, v) => total + v, 0);
export const plus = (a: Row, b: ArrayLike<number>): Row => a.map((v, i) => v + (b[i] ?? 0));
export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

export function product(a: Row, b: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += (a[i] ?? 0) * (b[i] ?? 0);
  return total;
}

export function softmax(scores: Row): Row {
  const top = Math.max(...scores);
  const raised = scores.map((s) => Math.exp(s - top));
  return raised.map((e) => e / sum(raised));
}
