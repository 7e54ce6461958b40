import { graphBuilder } from './builder.ts';
import { linearOf } from './linear.ts';
import type { GraphSpec } from './onnx.ts';

/** `states · rowsᵀ`, `[N, R]`, from `[N, D]` and `[R, D]`: both inputs, no weights of its own. */
export function projectionGraph(): { readonly spec: GraphSpec; readonly output: string } {
  const b = graphBuilder('projection', { tensors: new Map() });
  const states = b.input('states', 'float32', ['states', 'width']);
  const rows = b.input('rows', 'float32', ['rows', 'width']);
  const output = linearOf(b, states, rows);
  b.output(output);
  return { spec: b.finish(), output };
}
