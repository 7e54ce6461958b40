import onnxProto from 'onnx-proto';
import type { WeightPlace } from '../weights.ts';

/** The only file that knows ONNX's protobuf. A graph is plain data until `encodeModel` makes it bytes. */
export interface GraphSpec {
  readonly name: string;
  readonly inputs: readonly Port[];
  /** All float32; their shapes are left to ONNX Runtime. */
  readonly outputs: readonly string[];
  readonly constants: readonly Constant[];
  /** Weights that stay in their own file; ONNX Runtime maps them. */
  readonly weights: readonly ExternalWeight[];
  readonly nodes: readonly Node[];
}

export type ElementType = 'float32' | 'float16' | 'bfloat16' | 'int64';

/** A dimension is a number, or a name where it differs from run to run. */
export interface Port {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly (number | string)[];
}

export interface Constant {
  readonly name: string;
  readonly type: 'float32' | 'int64';
  readonly shape: readonly number[];
  readonly values: readonly number[] | Float32Array;
}

export interface ExternalWeight {
  readonly name: string;
  readonly place: WeightPlace;
  /** Declared as an input with a default, so that ONNX Runtime neither folds nor packs it. */
  readonly loose: boolean;
}

export interface Node {
  readonly op: string;
  /** Empty for ONNX's own operators. */
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Attributes;
}

export type Attributes = Readonly<Record<string, Attribute>>;
export type Attribute =
  | { readonly int: number }
  | { readonly float: number }
  | { readonly ints: readonly number[] }
  /** The `to` of a Cast. */
  | { readonly element: ElementType };

const { onnx } = onnxProto;
const { AttributeProto, ModelProto, TensorProto } = onnx;

const ELEMENT = {
  float32: TensorProto.DataType.FLOAT,
  float16: TensorProto.DataType.FLOAT16,
  bfloat16: TensorProto.DataType.BFLOAT16,
  int64: TensorProto.DataType.INT64,
} as const;

const ELEMENT_OF_DTYPE = { F32: ELEMENT.float32, F16: ELEMENT.float16, BF16: ELEMENT.bfloat16 } as const;

/** Operator set 17: the newest whose every operator used here runs on the CPU, WebGPU and CUDA providers alike. */
const OPSET = 17;
const IR_VERSION = 8;
const EXTERNAL = TensorProto.DataLocation.EXTERNAL;

/**
 * @param locate  where the model will find a weight file: its name relative to the model's folder
 * @returns the bytes of an ONNX ModelProto
 */
export function encodeModel(graph: GraphSpec, locate: (file: string) => string): Uint8Array {
  const proto = ModelProto.create({
    irVersion: IR_VERSION,
    producerName: 'dotp',
    opsetImport: [
      { domain: '', version: OPSET },
      { domain: 'com.microsoft', version: 1 },
    ],
    graph: {
      name: graph.name,
      input: [...graph.inputs, ...graph.weights.filter(({ loose }) => loose).map(portOf)].map(valueInfo),
      output: graph.outputs.map(outputInfo),
      initializer: [
        ...graph.constants.map(constant),
        ...graph.weights.map((weight) => external(weight, locate)),
      ],
      node: graph.nodes.map(node),
    },
  });
  return ModelProto.encode(proto).finish();
}

const portOf = ({ name, place }: ExternalWeight): Port => ({
  name,
  type: ({ F32: 'float32', F16: 'float16', BF16: 'bfloat16' } as const)[place.dtype],
  shape: place.shape,
});

function valueInfo({ name, type, shape }: Port) {
  const dim = shape.map((d) => (typeof d === 'number' ? { dimValue: d } : { dimParam: d }));
  return { name, type: { tensorType: { elemType: ELEMENT[type], shape: { dim } } } };
}

const outputInfo = (name: string) => ({ name, type: { tensorType: { elemType: ELEMENT.float32 } } });

function constant({ name, type, shape, values }: Constant) {
  const bytes = type === 'int64' ? BigInt64Array.from(values, (v) => BigInt(v)) : Float32Array.from(values);
  return { name, dataType: ELEMENT[type], dims: [...shape], rawData: new Uint8Array(bytes.buffer) };
}

function external({ name, place }: ExternalWeight, locate: (file: string) => string) {
  return {
    name,
    dataType: ELEMENT_OF_DTYPE[place.dtype],
    dims: [...place.shape],
    dataLocation: EXTERNAL,
    externalData: [
      { key: 'location', value: locate(place.file) },
      { key: 'offset', value: String(place.offset) },
      { key: 'length', value: String(place.length) },
    ],
  };
}

function node({ op, domain, inputs, outputs, attributes }: Node, index: number) {
  return {
    name: `${op}_${index}`,
    opType: op,
    domain,
    input: [...inputs],
    output: [...outputs],
    attribute: Object.entries(attributes).map(([name, value]) => attribute(name, value)),
  };
}

function attribute(name: string, value: Attribute) {
  const { FLOAT, INT, INTS } = AttributeProto.AttributeType;
  if ('float' in value) return { name, type: FLOAT, f: value.float };
  if ('int' in value) return { name, type: INT, i: value.int };
  if ('element' in value) return { name, type: INT, i: ELEMENT[value.element] };
  return { name, type: INTS, ints: [...value.ints] };
}
