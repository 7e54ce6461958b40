import type { ModelDescription } from '../description.ts';
import type { GraphBuilder, Value } from './builder.ts';
import { editInputs } from './inputs.ts';
import type { Site } from './ports.ts';

/**
 * `out ← gain · out + add` at one site of one layer, for every row of the batch and every position.
 *
 * Heads take gain `[N, H, 1]` and add `[N, H, dh]`, the other sites `[N, 1]` and `[N, D]`, N = B · T.
 * Fed with single numbers, as in every run without an intervention, two passes over a small tensor is all it costs.
 */
export function edit(b: GraphBuilder, model: ModelDescription, site: Site, layer: number, x: Value): Value {
  const { gain, add } = editInputs(b, site, layer);
  return byUnit(b, model, site, x, (units) => b.op('Add', [b.op('Mul', [units, gain]), add]));
}

/** Backwards: what was scaled by the gain is scaled again; what was added does not depend on x. */
export function editBack(
  b: GraphBuilder,
  model: ModelDescription,
  site: Site,
  layer: number,
  g: Value,
): Value {
  const { gain } = editInputs(b, site, layer);
  return byUnit(b, model, site, g, (units) => b.op('Mul', [units, gain]));
}

/** Acts on `[N, H, dh]` at heads, on `[N, D]` elsewhere. */
function byUnit(
  b: GraphBuilder,
  { heads, headWidth }: ModelDescription,
  site: Site,
  x: Value,
  act: (units: Value) => Value,
): Value {
  if (site !== 'head') return act(x);
  const byHead = b.op('Reshape', [x, b.ints([-1, heads, headWidth])]);
  return b.op('Reshape', [act(byHead), b.ints([-1, heads * headWidth])]);
}
