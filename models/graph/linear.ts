import type { GraphBuilder, Value } from './builder.ts';

/** x Wᵀ (+ b), with W `[out, in]` as published: `Gemm` reads it where it lies, forward and, untransposed, backward. */
export const linearOf = (b: GraphBuilder, x: Value, ...weights: readonly Value[]): Value =>
  b.op('Gemm', [x, ...weights], { transB: { int: 1 } });
