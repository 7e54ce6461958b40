import type { ModelDescription } from '../description.ts';
import type { GraphBuilder, Value } from './builder.ts';
import { addPort, gainPort, type Site } from './ports.ts';

/**
 * `out ← gain · out + add` at one site of one layer, for every row of the batch and every position.
 *
 * Heads take gain `[N, H, 1]` and add `[N, H, dh]`, the other sites `[N, 1]` and `[N, D]`, N = B · T.
 * Fed with single numbers, as in every run without an intervention, two passes over a small tensor is all it costs.
 */
export function edit(b: GraphBuilder, model: ModelDescription, site: Site, layer: number, x: Value): Value {
  if (site !== 'head') return affine(b, site, layer, x, ['columns']);
  const { heads, headWidth } = model;
  const byHead = b.op('Reshape', [x, b.ints([-1, heads, headWidth])]);
  const edited = affine(b, site, layer, byHead, ['heads', 'columns']);
  return b.op('Reshape', [edited, b.ints([-1, heads * headWidth])]);
}

function affine(b: GraphBuilder, site: Site, layer: number, x: Value, axes: readonly string[]): Value {
  const port = (name: string): Value =>
    b.input(
      name,
      'float32',
      ['rows', ...axes].map((axis) => `${name}.${axis}`),
    );
  const scaled = b.op('Mul', [x, port(gainPort(site, layer))]);
  return b.op('Add', [scaled, port(addPort(site, layer))]);
}
