import { gguf as secondReader } from '@huggingface/gguf';
import { expect, test } from 'vitest';
import { readGguf, readGgufFrom } from '../../../models/formats/gguf.ts';
import { encode, ggufBytes, inMemory } from './bytes.ts';
import { golden } from './goldens.ts';

const read = (bytes: Uint8Array) => readGgufFrom(inMemory(bytes));
const F32 = 0;
const a = { name: 'a', dims: [3n], type: F32, offset: 0n };
const b = { name: 'b', dims: [2n, 4n], type: F32, offset: 32n };
const data = new Uint8Array(64);

test('a table by hand: the fastest axis comes last, offsets count from the file’s first byte', async () => {
  const bytes = ggufBytes({ tensors: [a, b], data });
  const { tensors } = await read(bytes);
  const start = bytes.length - 64;
  expect([...tensors.values()]).toEqual([
    { name: 'a', type: 'F32', shape: [3], offset: start, length: 12 },
    { name: 'b', type: 'F32', shape: [4, 2], offset: start + 32, length: 32 },
  ]);
});

test('every kind of metadata value', async () => {
  const f32 = Buffer.alloc(4);
  f32.writeFloatLE(0.5);
  const { metadata } = await read(
    ggufBytes({
      metadata: [
        ['u8', encode(0, Buffer.of(200))],
        ['i8', encode(1, Buffer.of(200))],
        ['u16', encode(2, Buffer.of(1, 2))],
        ['u32', encode(4, 7)],
        ['f32', encode(6, f32)],
        ['yes', encode(7, Buffer.of(1))],
        ['text', encode(8, 'häuser')],
        ['small', encode(10, 5n)],
        ['large', encode(10, 2n ** 60n)],
        ['texts', encode(9, 8, 2n, 'x', 'y')],
        ['numbers', encode(9, 4, 3n, 1, 2, 3)],
      ],
    }),
  );
  expect(Object.fromEntries(metadata)).toEqual({
    ...{
      u8: 200,
      i8: -56,
      u16: 513,
      u32: 7,
      f32: 0.5,
      yes: true,
      text: 'häuser',
      small: 5,
      large: 2n ** 60n,
    },
    ...{ texts: ['x', 'y'], numbers: Uint32Array.of(1, 2, 3) },
  });
});

test('a file by PyPI’s gguf reads as @huggingface/gguf reads it', async () => {
  const path = golden('tiny.gguf');
  const [ours, theirs] = [await readGguf(path), await secondReader(path, { allowLocalFile: true })];
  const { version, tensor_count: _, kv_count: __, ...metadata } = theirs.metadata;
  expect(ours.version).toBe(version);
  const plain = [...ours.metadata].map(([key, value]) => [
    key,
    typeof value === 'object' ? [...value] : value,
  ]);
  expect(Object.fromEntries(plain)).toEqual(metadata);
  expect([...ours.tensors.values()].map(({ name, shape, offset }) => ({ name, shape, offset }))).toEqual(
    theirs.tensorInfos.map(({ name, shape, offset }) => ({
      name,
      shape: shape.map(Number).reverse(),
      offset: Number(theirs.tensorDataOffset + offset),
    })),
  );
});

test('version 2 reads like version 3', async () => {
  expect((await read(ggufBytes({ version: 2, tensors: [a], data: data.subarray(32) }))).version).toBe(2);
});

test.each<readonly [string, Uint8Array, string]>([
  ['nothing', new Uint8Array(), 'truncated'],
  ['another magic', ggufBytes({ magic: 'GGML' }), 'not-a-model'],
  ['version 1', ggufBytes({ version: 1 }), 'version-unsupported'],
  ['a version to come', ggufBytes({ version: 4 }), 'version-unsupported'],
  ['version 3, big-endian', ggufBytes({ version: 0x0300_0000 }), 'byte-order-unsupported'],
  ['a count of tensors that cannot be', ggufBytes({ counts: [2n ** 62n, 0n] }), 'truncated'],
  ['2^50 keys', ggufBytes({ counts: [0n, 2n ** 50n] }), 'truncated'],
  ['a text of 2^40 bytes', ggufBytes({ metadata: [['k', encode(8, 2n ** 40n)]] }), 'header-invalid'],
  ['a text longer than the file', ggufBytes({ metadata: [['k', encode(8, 1000n)]] }), 'truncated'],
  ['2^45 numbers', ggufBytes({ metadata: [['k', encode(9, 4, 2n ** 45n)]] }), 'truncated'],
  ['2^45 texts', ggufBytes({ metadata: [['k', encode(9, 8, 2n ** 45n)]] }), 'truncated'],
  ['an unknown value type', ggufBytes({ metadata: [['k', encode(99)]] }), 'header-invalid'],
  ['arrays in arrays', ggufBytes({ metadata: [['k', encode(9, 9, 1n, 4, 0n)]] }), 'header-invalid'],
  [
    'one key twice',
    ggufBytes({
      metadata: [
        ['k', encode(4, 1)],
        ['k', encode(4, 2)],
      ],
    }),
    'name-duplicate',
  ],
  ['an alignment of 3', ggufBytes({ metadata: [['general.alignment', encode(4, 3)]] }), 'header-invalid'],
  ['one tensor twice', ggufBytes({ tensors: [a, { ...a, offset: 32n }], data }), 'name-duplicate'],
  ['nine axes', ggufBytes({ tensors: [{ ...a, dims: Array(9).fill(1n) }], data }), 'header-invalid'],
  [
    'a type that is not expanded',
    ggufBytes({ tensors: [{ ...a, dims: [256n], type: 12 }], data }),
    'type-unsupported',
  ],
  [
    'a row that is no whole block',
    ggufBytes({ tensors: [{ ...a, dims: [33n], type: 8 }], data }),
    'shape-mismatch',
  ],
  [
    'a size beyond numbers',
    ggufBytes({ tensors: [{ ...a, dims: [2n ** 40n, 2n ** 40n] }], data }),
    'shape-mismatch',
  ],
  ['a tensor past the end', ggufBytes({ tensors: [{ ...a, dims: [64n] }], data }), 'truncated'],
  ['data cut away', ggufBytes({ tensors: [a, b], data: data.subarray(0, 63) }), 'truncated'],
  ['an overlap', ggufBytes({ tensors: [a, { ...b, offset: 0n }], data }), 'tensor-overlap'],
  ['a hole', ggufBytes({ tensors: [a, { ...b, offset: 64n }], data: new Uint8Array(96) }), 'tensor-hole'],
])('%s is refused by name', async (_, bytes, code) => {
  await expect(read(bytes)).rejects.toMatchObject({ name: 'ModelError', code });
});

test('a quantisation that is not expanded is named, known or not', async () => {
  const typed = (type: number) => read(ggufBytes({ tensors: [{ ...a, dims: [256n], type }], data }));
  await expect(typed(14)).rejects.toThrow(/"a" is quantised as Q6_K.*Q8_0, Q4_0, Q4_1, Q5_0, Q5_1/);
  await expect(typed(77)).rejects.toThrow(/type 77/);
});
