import onnxProto from 'onnx-proto';
import { expect, test } from 'vitest';
import { graphBuilder } from '../../../models/graph/builder.ts';
import { encodeModel } from '../../../models/graph/onnx.ts';
import type { WeightPlace } from '../../../models/weights.ts';

const place = (dtype: WeightPlace['dtype']): WeightPlace => ({
  dtype,
  shape: [3, 2],
  file: '/models/a/model.safetensors',
  offset: 5_000_000_000,
  length: 24,
});
const table = {
  tensors: new Map([
    ['w', place('F32')],
    ['half', place('BF16')],
  ]),
};

test('what is encoded says where each weight lies, past 4 GiB too, and holds none of its bytes', () => {
  const b = graphBuilder('g', table);
  const x = b.input('x', 'float32', ['rows', 2]);
  b.output(b.op('Gemm', [x, b.weight('w')], { transB: { int: 1 }, alpha: { float: 0.5 } }));
  const decoded = onnxProto.onnx.ModelProto.decode(encodeModel(b.finish(), (file) => `here${file.at(-1)}`));
  const [weight] = decoded.graph?.initializer ?? [];
  expect(weight?.rawData?.length).toBe(0);
  expect(weight?.externalData?.map(({ key, value }) => [key, value])).toEqual([
    ['location', 'heres'],
    ['offset', '5000000000'],
    ['length', '24'],
  ]);
  const [gemm] = decoded.graph?.node ?? [];
  expect(gemm?.attribute?.map(({ name, i, f }) => [name, Number(i), f])).toEqual([
    ['transB', 1, 0],
    ['alpha', 0, 0.5],
  ]);
});

test('half-precision weights are cast once, however often they are used', () => {
  const b = graphBuilder('g', table);
  expect(b.weight('half')).toBe(b.weight('half'));
  const { nodes, weights } = b.finish();
  expect(nodes.map(({ op }) => op)).toEqual(['Cast']);
  expect(weights.map(({ name }) => name)).toEqual(['half']);
});

test('rows of a table are gathered before they are cast, so that the rest is not read', () => {
  const b = graphBuilder('g', table);
  b.rows('half', b.input('ids', 'int64', ['n']));
  expect(b.finish().nodes.map(({ op }) => op)).toEqual(['Gather', 'Cast']);
});

test('equal constants are one', () => {
  const b = graphBuilder('g', table);
  expect(b.ints([1, 2])).toBe(b.ints([1, 2]));
  expect(b.ints([1, 2])).not.toBe(b.ints([12]));
  expect(b.floats([1], [])).not.toBe(b.floats([1], [1]));
});

test('an operator of another domain carries it', () => {
  const b = graphBuilder('g', table);
  b.op('com.microsoft.RotaryEmbedding', []);
  b.op('Add', []);
  expect(b.finish().nodes.map(({ op, domain }) => [op, domain])).toEqual([
    ['RotaryEmbedding', 'com.microsoft'],
    ['Add', ''],
  ]);
});
