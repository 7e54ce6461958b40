import type { ModelDescription } from '../description.ts';
import type { Family } from '../families/family.ts';
import type { WeightTable } from '../weights.ts';
import { type GraphBuilder, graphBuilder, type Value } from './builder.ts';
import {
  EMBEDDING_SENDERS,
  EXISTS,
  headSenders,
  mlpSenders,
  pulls,
  READ_SIDES,
  type ReadSide,
  readHeads,
  readRows,
  STREAM_ROWS,
  streams,
} from './edge-ports.ts';
import type { GraphSpec } from './onnx.ts';

/** N inputs of receivers: layer by layer those of queries, keys and values, then those of whole streams. */
export interface EdgeGraph {
  readonly spec: GraphSpec;
  /** `[T, N, U]`: U senders at a position, its embedding and then layer by layer its heads and its MLP. */
  readonly scores: Value;
  /** `[N]` Σ|score|, and `[N]` Σ score. */
  readonly absolute: Value;
  readonly sum: Value;
}

const FIRST_TWO_SWAPPED = { perm: { ints: [1, 0, 2] } };

/**
 * Gradients at receivers' inputs times what senders put out, as one product: `[T, N, D] · [T, D, U]`.
 *
 * A gradient at a head's query, key or value comes in as `dh` numbers and goes back here through the
 * head's part of W and the norm before it. Its Jacobian is a diagonal and a rank-one part, W's columns
 * times γ/σ less a multiple of the stream: the multiples come in as `pulls`, one for each point at which
 * gradients are averaged, and 1/σ is in the `dh` numbers already.
 *
 * @throws {ModelError} `tensor-missing`
 */
export function edgeGraph(family: Family, model: ModelDescription, weights: WeightTable): EdgeGraph {
  const b = graphBuilder('edges', weights);
  const layers = Array.from({ length: model.layers }, (_, layer) => layer);
  const whole = b.input(STREAM_ROWS, 'float32', ['streams', 'tokens', model.width]);
  const vectors = [
    ...layers.map((layer) => readVectors(b, family, model, layer)),
    b.op('Transpose', [whole], FIRST_TWO_SWAPPED),
  ];
  const senders = b.op(
    'Concat',
    [embeddings(b, model), ...layers.flatMap((layer) => sent(b, family, model, layer))],
    { axis: { int: 1 } },
  );
  const turned = b.op('Transpose', [senders], { perm: { ints: [0, 2, 1] } });
  const products = b.op('MatMul', [b.op('Concat', vectors, { axis: { int: 1 } }), turned]);
  const scores = b.op('Mul', [products, b.input(EXISTS, 'float32', ['inputs', 'senders'])]);
  const overAll = (x: Value): Value => b.op('ReduceSum', [x, b.ints([0, 2])], { keepdims: { int: 0 } });
  const [absolute, sum] = [overAll(b.op('Abs', [scores])), overAll(scores)];
  for (const output of [scores, absolute, sum]) b.output(output);
  return { spec: b.finish(), scores, absolute, sum };
}

/** Gradients at the stream before a layer, by what its heads read there, `[T, n, D]`. */
function readVectors(b: GraphBuilder, family: Family, model: ModelDescription, layer: number): Value {
  const { headWidth, width } = model;
  const side = (name: ReadSide): Value => {
    const { weight } = family.weights.attentionIn(layer, name, model);
    const blocks = b.op('Reshape', [b.mapped(weight), b.ints([-1, headWidth, width])]);
    const chosen = b.op('Gather', [blocks, b.input(readHeads(name, layer), 'int64', [`${name}.${layer}`])]);
    const rows = b.input(readRows(name, layer), 'float32', [`${name}.${layer}`, 'tokens', headWidth]);
    return b.op('MatMul', [rows, chosen]);
  };
  const { gain } = family.weights.attentionIn(layer, 'value', model);
  const read = b.op('Concat', READ_SIDES.map(side), { axis: { int: 0 } });
  const through = b.op('Transpose', [b.op('Mul', [read, b.weight(gain)])], FIRST_TWO_SWAPPED);
  const multiples = b.input(pulls(layer), 'float32', ['tokens', `read.${layer}`, 'points']);
  const states = b.input(streams(layer), 'float32', ['points', 'tokens', width]);
  const pulled = b.op('MatMul', [multiples, b.op('Transpose', [states], FIRST_TWO_SWAPPED)]);
  return b.op('Add', [through, pulled]);
}

const embeddings = (b: GraphBuilder, { width }: ModelDescription): Value =>
  b.op('Unsqueeze', [b.input(EMBEDDING_SENDERS, 'float32', ['tokens', width]), b.ints([1])]);

/** What a layer's heads and its MLP write, `[T, H, D]` and `[T, 1, D]`. */
function sent(b: GraphBuilder, family: Family, model: ModelDescription, layer: number): readonly Value[] {
  const { heads, headWidth, width } = model;
  const z = b.input(headSenders(layer), 'float32', ['tokens', heads, headWidth]);
  const out = b.op('Transpose', [b.mapped(family.weights.attentionOut(layer))], { perm: { ints: [1, 0] } });
  const byHead = b.op('Reshape', [out, b.ints([heads, headWidth, width])]);
  const written = b.op('MatMul', [b.op('Transpose', [z], FIRST_TWO_SWAPPED), byHead]);
  const mlp = b.input(mlpSenders(layer), 'float32', ['tokens', width]);
  return [b.op('Transpose', [written], FIRST_TWO_SWAPPED), b.op('Unsqueeze', [mlp, b.ints([1])])];
}
