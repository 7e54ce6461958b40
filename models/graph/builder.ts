import { ModelError } from '../errors.ts';
import type { WeightPlace, WeightTable } from '../weights.ts';
import type { Attributes, Constant, ElementType, GraphSpec, Node, Port } from './onnx.ts';

declare const brand: unique symbol;
/** A tensor of a graph under construction: the name of what a node, an input or a weight gives. */
export type Value = string & { readonly [brand]: 'Value' };

type Shape = readonly (number | string)[];

/** Collects nodes in the order of the calls. What is not asked for as an output stays inside. */
export interface GraphBuilder {
  /** Asking twice for the same name is one input. */
  input(name: string, type: ElementType, shape: Shape): Value;
  /**
   * A weight under its published name, as it lies in its file; float16 and bfloat16 are cast.
   * @throws {ModelError} `tensor-missing`
   */
  weight(name: string): Value;
  /**
   * The same weight under a second name, which the session takes for something that may change: it
   * stays mapped from its file instead of being laid out anew for the processor's kernels.
   */
  mapped(name: string): Value;
  /** The rows of a weight that are asked for, so that a large table is neither read nor cast as a whole. */
  rows(table: string, indices: Value): Value;
  floats(values: readonly number[], shape: readonly number[]): Value;
  ints(values: readonly number[]): Value;
  /**
   * One node with one result. An operator outside ONNX's own set is written `com.microsoft.RotaryEmbedding`.
   * Operators have no state, so the same one on the same values is one node: a backward rule may ask
   * again for what the forward pass made.
   */
  op(name: string, inputs: readonly Value[], attributes?: Attributes): Value;
  /** One node with two results. */
  pair(name: string, inputs: readonly Value[], attributes?: Attributes): readonly [Value, Value];
  /** Makes a float32 value fetchable; asking twice for the same value is one output. */
  output(value: Value): void;
  finish(): GraphSpec;
}

export function graphBuilder(name: string, table: WeightTable): GraphBuilder {
  const inputs = new Map<string, Port>();
  const outputs = new Set<Value>();
  const constants = new Map<string, Constant>();
  const weights = new Map<string, WeightPlace>();
  const loose = new Map<string, WeightPlace>();
  const casts = new Map<string, Value>();
  const nodes: Node[] = [];
  const made = new Map<string, Value>();

  let named = 0;
  const fresh = (): Value => `t${named++}` as Value;

  const push = (name: string, from: readonly Value[], results: readonly Value[], attributes: Attributes) =>
    nodes.push({ ...operator(name), inputs: from, outputs: results, attributes });

  function op(kind: string, from: readonly Value[], attributes: Attributes = {}): Value {
    const key = JSON.stringify([kind, from, attributes]);
    const known = made.get(key);
    if (known !== undefined) return known;
    const result = fresh();
    push(kind, from, [result], attributes);
    made.set(key, result);
    return result;
  }

  /** The weight as its file has it, whatever its type. */
  function raw(weight: string): WeightPlace {
    const place = table.tensors.get(weight);
    if (place === undefined) throw missing(weight);
    weights.set(weight, place);
    return place;
  }

  const asFloat = (value: Value, { dtype }: WeightPlace): Value =>
    dtype === 'F32' ? value : op('Cast', [value], { to: { element: 'float32' } });

  function constant(values: readonly number[], shape: readonly number[], type: Constant['type']): Value {
    const key = `${type}[${shape.join()}]:${values.join()}`;
    const known = constants.get(key) ?? { name: fresh(), type, shape, values };
    constants.set(key, known);
    return known.name as Value;
  }

  return {
    input(port, type, shape) {
      inputs.set(port, { name: port, type, shape });
      return port as Value;
    },
    weight(weight) {
      const value = casts.get(weight) ?? asFloat(weight as Value, raw(weight));
      casts.set(weight, value);
      return value;
    },
    mapped(weight) {
      const name = `${weight}.mapped` as Value;
      const place = raw(weight);
      loose.set(name, place);
      const value = casts.get(name) ?? asFloat(name, place);
      casts.set(name, value);
      return value;
    },
    rows: (weight, indices) => {
      const place = raw(weight);
      return asFloat(op('Gather', [weight as Value, indices]), place);
    },
    floats: (values, shape) => constant(values, shape, 'float32'),
    ints: (values) => constant(values, [values.length], 'int64'),
    op,
    pair(kind, from, attributes = {}) {
      const results = [fresh(), fresh()] as const;
      push(kind, from, results, attributes);
      return results;
    },
    output: (value) => outputs.add(value),
    finish: () => ({
      name,
      inputs: [...inputs.values()],
      outputs: [...outputs],
      constants: [...constants.values()],
      weights: [
        ...Array.from(weights, ([weight, place]) => ({ name: weight, place, loose: false })),
        ...Array.from(loose, ([weight, place]) => ({ name: weight, place, loose: true })),
      ],
      nodes,
    }),
  };
}

function operator(name: string): { readonly op: string; readonly domain: string } {
  const dot = name.lastIndexOf('.');
  return { op: name.slice(dot + 1), domain: name.slice(0, Math.max(dot, 0)) };
}

const missing = (weight: string): ModelError =>
  new ModelError({
    code: 'tensor-missing',
    what: `The graph needs the weight ${weight}, which the file does not hold.`,
    where: weight,
    fix: 'Weights and configuration are not of the same model, or a shard is missing: fetch both again.',
  });
