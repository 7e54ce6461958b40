import type { ModelDescription } from '../description.ts';
import type { Family } from '../families/family.ts';
import type { WeightTable } from '../weights.ts';
import { graphBuilder, type Value } from './builder.ts';
import { linearOf } from './linear.ts';
import type { GraphSpec } from './onnx.ts';

/** Outputs of the readout graph, in order. */
export interface ReadoutGraph {
  readonly spec: GraphSpec;
  /** `[N, k]` logits and ids (as float32, exact up to 2²⁴), descending; `[N, k']` ascending. */
  readonly top: { readonly logits: Value; readonly ids: Value };
  readonly bottom: { readonly logits: Value; readonly ids: Value };
  /** `[N, M]` logits of the asked tokens. */
  readonly asked: Value;
  /** `[N, 1]` log Σ exp(logit), and Σ p · logit: entropy is their difference. */
  readonly logSum: Value;
  readonly mean: Value;
}

/**
 * The vocabulary read from residual states. Only what is kept leaves the graph: `[N, V]` stays inside.
 *
 * Inputs: `states` `[N, D]`, `inverse_scales` `[N, 1]` (1/√(mean(x²)+ε) for a lens, or another run's
 * scale for a linear reading), `tokens` `[M]`, `top` `[1]`, `bottom` `[1]`.
 */
export function readoutGraph(family: Family, model: ModelDescription, weights: WeightTable): ReadoutGraph {
  const b = graphBuilder('readout', weights);
  const states = b.input('states', 'float32', ['states', model.width]);
  const inverse = b.input('inverse_scales', 'float32', ['states', 1]);
  const asked = b.input('tokens', 'int64', ['asked']);

  const normalised = b.op('Mul', [b.op('Mul', [states, inverse]), b.weight(family.weights.finalGain)]);
  const logits = linearOf(b, normalised, b.weight(family.weights.unembedding(model)));

  const logSum = b.op('ReduceLogSumExp', [logits], { axes: { ints: [1] } });
  const probabilities = b.op('Softmax', [logits], { axis: { int: -1 } });
  const mean = b.op('ReduceSum', [b.op('Mul', [probabilities, logits]), b.ints([1])]);
  const extreme = (count: string, largest: number) => {
    const [values, ids] = b.pair('TopK', [logits, b.input(count, 'int64', [1])], {
      largest: { int: largest },
    });
    return { logits: values, ids: b.op('Cast', [ids], { to: { element: 'float32' } }) };
  };
  const top = extreme('top', 1);
  const bottom = extreme('bottom', 0);
  const chosen = b.op('Gather', [logits, asked], { axis: { int: 1 } });
  for (const value of [top.logits, top.ids, bottom.logits, bottom.ids, chosen, logSum, mean]) b.output(value);
  return { spec: b.finish(), top, bottom, asked: chosen, logSum, mean };
}

/**
 * The residual direction of a metric, γ ∘ Σ weight · W_U[token], `[1, D]`, and W_O · direction for every
 * head, `[L, H · dh]`. Inputs: `tokens` `[M]`, `weights` `[1, M]`. Only the asked rows of W_U are read.
 */
export function directionGraph(
  family: Family,
  model: ModelDescription,
  table: WeightTable,
): { spec: GraphSpec; direction: Value; heads: Value } {
  const b = graphBuilder('metric-direction', table);
  const tokens = b.input('tokens', 'int64', ['asked']);
  const weights = b.input('weights', 'float32', [1, 'asked']);
  const mixed = b.op('MatMul', [weights, b.rows(family.weights.unembedding(model), tokens)]);
  const direction = b.op('Mul', [mixed, b.weight(family.weights.finalGain)]);
  const perLayer = layers(model).map((layer) =>
    b.op('MatMul', [direction, b.weight(family.weights.attentionOut(layer))]),
  );
  const heads = b.op('Concat', perLayer, { axis: { int: 0 } });
  b.output(direction);
  b.output(heads);
  return { spec: b.finish(), direction, heads };
}

/** W_O[h] W_O[h]ᵀ of every head, one `[H, dh, dh]` a layer: lengths of what heads write, from z alone. */
export function gramGraph(
  family: Family,
  model: ModelDescription,
  table: WeightTable,
): { spec: GraphSpec; layers: readonly Value[] } {
  const { heads, headWidth, width } = model;
  const b = graphBuilder('output-gram', table);
  const perLayer = layers(model).map((layer) => {
    const byHead = b.op('Reshape', [
      b.weight(family.weights.attentionOut(layer)),
      b.ints([width, heads, headWidth]),
    ]);
    const reading = b.op('Transpose', [byHead], { perm: { ints: [1, 2, 0] } });
    const writing = b.op('Transpose', [byHead], { perm: { ints: [1, 0, 2] } });
    return b.op('MatMul', [reading, writing]);
  });
  for (const gram of perLayer) b.output(gram);
  return { spec: b.finish(), layers: perLayer };
}

const layers = (model: ModelDescription): readonly number[] =>
  Array.from({ length: model.layers }, (_, i) => i);
