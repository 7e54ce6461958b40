import type { WeightTable } from '../weights.ts';
import { graphBuilder, type Value } from './builder.ts';
import type { GraphSpec } from './onnx.ts';

/** Names of the tensors of a linear lens in its file. */
export const LENS_MAPS = 'maps'; // [depths, D, D], to be multiplied from the right
export const LENS_BIASES = 'biases'; // [depths, 1, D]

/**
 * Sums that a linear regression of the final state on every earlier one needs, over the rows of one part.
 *
 * Inputs: `states` `[depths, N, D]`, `final` `[N, D]`, `shift` `[depths, 1, D]`, `final_shift` `[1, D]`
 * (taken off first, so that a large mean does not eat the digits of what varies).
 */
export function lensSumsGraph(): {
  readonly spec: GraphSpec;
  /** Σ x xᵀ and Σ x yᵀ `[depths, D, D]`; Σ x `[depths, D]`, Σ y `[D]`. */
  readonly outputs: {
    readonly gram: Value;
    readonly cross: Value;
    readonly states: Value;
    readonly final: Value;
  };
} {
  const b = graphBuilder('lens-sums', NOTHING);
  const state = ['depths', 'states', 'width'];
  const x = b.op('Sub', [
    b.input('states', 'float32', state),
    b.input('shift', 'float32', ['depths', 1, 'width']),
  ]);
  const final = b.input('final', 'float32', ['states', 'width']);
  const y = b.op('Sub', [final, b.input('final_shift', 'float32', [1, 'width'])]);
  const turned = b.op('Transpose', [x], { perm: { ints: [0, 2, 1] } });
  const sum = (of: Value, axis: number) => b.op('ReduceSum', [of, b.ints([axis])], { keepdims: { int: 0 } });
  const outputs = {
    gram: b.op('MatMul', [turned, x]),
    cross: b.op('MatMul', [turned, y]),
    states: sum(x, 1),
    final: sum(y, 0),
  };
  for (const value of Object.values(outputs)) b.output(value);
  return { spec: b.finish(), outputs };
}

/** `Iᵀ (I K)` for I the inverse of a Cholesky factor: a system solved. Inputs: `inverse`, `cross` `[D, D]`. */
export function lensProductGraph(): { readonly spec: GraphSpec; readonly output: Value } {
  const b = graphBuilder('lens-product', NOTHING);
  const inverse = b.input('inverse', 'float32', ['width', 'width']);
  const half = b.op('MatMul', [inverse, b.input('cross', 'float32', ['width', 'width'])]);
  const output = b.op('Gemm', [inverse, half], { transA: { int: 1 } });
  b.output(output);
  return { spec: b.finish(), output };
}

/**
 * States of every depth as the lens sees them. Input: `states` `[N, depths + 1, D]`, the last of each
 * final already; output of the same shape, the final ones as they came.
 *
 * @throws {ModelError} `tensor-missing`
 */
export function lensMapGraph(
  lens: WeightTable,
  depths: number,
): { readonly spec: GraphSpec; readonly output: Value } {
  const b = graphBuilder('lens-map', lens);
  const byDepth = { perm: { ints: [1, 0, 2] } };
  const states = b.op('Transpose', [b.input('states', 'float32', ['states', 'depths', 'width'])], byDepth);
  const [earlier, final] = b.pair('Split', [states, b.ints([depths, 1])], { axis: { int: 0 } });
  const turned = b.op('MatMul', [earlier, b.weight(LENS_MAPS)]);
  const mapped = b.op('Add', [turned, b.weight(LENS_BIASES)]);
  const all = b.op('Concat', [mapped, final], { axis: { int: 0 } });
  const output = b.op('Transpose', [all], byDepth);
  b.output(output);
  return { spec: b.finish(), output };
}

const NOTHING: WeightTable = { tensors: new Map() };
