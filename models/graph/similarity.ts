import type { WeightTable } from '../weights.ts';
import { graphBuilder } from './builder.ts';
import { linearOf } from './linear.ts';
import type { GraphSpec } from './onnx.ts';

/** Keeps a row of zeros (a token nobody trained) from becoming NaN. */
const SHORTEST = 1e-12;

/** Cosine of the asked rows of a table `[V, D]` with every row of it, `[N, V]`. Input: `tokens` `[N]`. */
export function similarityGraph(
  table: string,
  weights: WeightTable,
): { readonly spec: GraphSpec; readonly output: string } {
  const b = graphBuilder('similarity', weights);
  const all = b.weight(table);
  const asked = b.rows(table, b.input('tokens', 'int64', ['asked']));
  const shortest = b.floats([SHORTEST], []);
  const lengths = b.op('ReduceL2', [all], { axes: { ints: [1] }, keepdims: { int: 0 } });
  const own = b.op('ReduceL2', [asked], { axes: { ints: [1] }, keepdims: { int: 1 } });
  const byOwn = b.op('Div', [linearOf(b, asked, all), b.op('Max', [own, shortest])]);
  const cosines = b.op('Div', [byOwn, b.op('Max', [lengths, shortest])]);
  b.output(cosines);
  return { spec: b.finish(), output: cosines };
}
