import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readSafetensors, readSafetensorsFrom } from '../../../models/formats/safetensors.ts';
import { inMemory, safetensorsBytes } from './bytes.ts';
import { golden, sums, sumsOf } from './goldens.ts';

const data = new Uint8Array(12);
const a = { dtype: 'F32', shape: [2], data_offsets: [0, 8] };
const b = { dtype: 'F16', shape: [2, 1], data_offsets: [8, 12] };
const read = (bytes: Uint8Array) => readSafetensorsFrom(inMemory(bytes));

/** The header's only letter becomes a byte that begins no character. */
function notUtf8(): Buffer {
  const bytes = safetensorsBytes({ a, b }, data);
  bytes[bytes.indexOf('"a"') + 1] = 0xff;
  return bytes;
}

test('a table by hand: places, shapes and metadata', async () => {
  const header = { __metadata__: { format: 'pt' }, a, b };
  const start = 8 + JSON.stringify(header).length;
  const file = await read(safetensorsBytes(header, data));
  expect([...file.tensors]).toEqual([
    ['a', { dtype: 'F32', shape: [2], file: 'memory', offset: start, length: 8 }],
    ['b', { dtype: 'F16', shape: [2, 1], file: 'memory', offset: start + 8, length: 4 }],
  ]);
  expect([...file.metadata]).toEqual([['format', 'pt']]);
});

test('a file by PyPI’s safetensors holds what PyPI’s safetensors reads from it', async () => {
  expect(await sumsOf(await readSafetensors(golden('tiny/model.safetensors')))).toEqual(sums.tiny);
});

test.each([
  ['nothing at all', new Uint8Array(), 'truncated'],
  ['half a length', new Uint8Array(5), 'truncated'],
  ['a header longer than the file', safetensorsBytes({ a, b }, data, 5000n), 'truncated'],
  ['a header longer than memory', safetensorsBytes({ a, b }, data, 2n ** 63n), 'header-too-large'],
  ['no JSON', safetensorsBytes('{"a":', data), 'header-invalid'],
  ['a list', safetensorsBytes('[]', data), 'header-invalid'],
  ['white space before the header', safetensorsBytes(' {}', new Uint8Array()), 'header-invalid'],
  ['JSON that is not UTF-8', notUtf8(), 'header-invalid'],
  ['an entry that is a number', safetensorsBytes({ a: 5 }, data), 'header-invalid'],
  ['a negative size', safetensorsBytes({ a: { ...a, shape: [-2] } }, data), 'header-invalid'],
  ['a fractional size', safetensorsBytes({ a: { ...a, shape: [0.5] } }, data), 'header-invalid'],
  ['one offset', safetensorsBytes({ a: { ...a, data_offsets: [0] } }, data), 'header-invalid'],
  ['metadata that is not text', safetensorsBytes({ __metadata__: { x: 1 }, a, b }, data), 'header-invalid'],
  ['an unknown type', safetensorsBytes({ a: { ...a, dtype: 'I64' } }, data), 'type-unsupported'],
  [
    'a type named like a method',
    safetensorsBytes({ a: { ...a, dtype: 'toString' } }, data),
    'type-unsupported',
  ],
  ['a shape its bytes do not fill', safetensorsBytes({ a: { ...a, shape: [3] }, b }, data), 'shape-mismatch'],
  [
    'a shape whose product overflows',
    safetensorsBytes({ a: { ...a, shape: [2 ** 40, 2 ** 40] } }, data),
    'shape-mismatch',
  ],
  ['offsets in reverse', safetensorsBytes({ a: { ...a, data_offsets: [8, 0] } }, data), 'shape-mismatch'],
  ['data cut short', safetensorsBytes({ a, b }, data.subarray(0, 11)), 'truncated'],
  ['bytes after the last tensor', safetensorsBytes({ a, b }, new Uint8Array(13)), 'tensor-hole'],
  ['a hole', safetensorsBytes({ a, b: { ...b, data_offsets: [9, 13] } }, new Uint8Array(13)), 'tensor-hole'],
  ['an overlap', safetensorsBytes({ a, b: { ...b, data_offsets: [6, 10] } }, data), 'tensor-overlap'],
  ['one name twice', safetensorsBytes(`{"a":${JSON.stringify(a)},"\\u0061":{}}`, data), 'name-duplicate'],
  ['one field twice', safetensorsBytes('{"a":{"dtype":"F32","dtype":"F16"}}', data), 'name-duplicate'],
])('%s is refused by name', async (_, bytes, code) => {
  await expect(read(bytes)).rejects.toMatchObject({ name: 'ModelError', code });
});

test('an unsupported type is named, with what would do', async () => {
  const bytes = safetensorsBytes({ a: { ...a, dtype: 'F8_E4M3' } }, data);
  await expect(read(bytes)).rejects.toThrow(/Tensor "a": its type is "F8_E4M3".*F32, F16, BF16/);
});

test('a name from a file cannot write to the terminal', async () => {
  const bytes = safetensorsBytes({ '\u001b[31m': { ...a, shape: [3] } }, data);
  await expect(read(bytes)).rejects.toThrow(/\\u001b\[31m/);
});

test('names that are special in JavaScript are names', async () => {
  const header = `{"__proto__":${JSON.stringify(a)},"constructor":${JSON.stringify(b)}}`;
  const file = await read(safetensorsBytes(header, data));
  expect([...file.tensors.keys()]).toEqual(['__proto__', 'constructor']);
});

test('an empty tensor takes no room', async () => {
  const file = await read(
    safetensorsBytes({ none: { ...a, shape: [0, 7], data_offsets: [0, 0] } }, new Uint8Array()),
  );
  expect(file.tensors.get('none')?.length).toBe(0);
});

test('any set of ranges is accepted exactly when it covers every byte once', async () => {
  const range = fc.record({ begin: fc.nat(5), halves: fc.integer({ min: 1, max: 3 }) });
  const property = fc.asyncProperty(fc.array(range, { maxLength: 4 }), fc.nat(6), async (ranges, size) => {
    const cover: number[] = Array(2 * size).fill(0);
    const entries = ranges.map(({ begin, halves }, i) => {
      for (let at = 2 * begin; at < 2 * (begin + halves); at++) cover[at] = (cover[at] ?? 2) + 1;
      return [`t${i}`, { dtype: 'F16', shape: [halves], data_offsets: [2 * begin, 2 * (begin + halves)] }];
    });
    const bytes = safetensorsBytes(Object.fromEntries(entries), new Uint8Array(2 * size));
    const accepted = await read(bytes).then(
      () => true,
      () => false,
    );
    expect(accepted).toBe(cover.every((times) => times === 1));
  });
  await fc.assert(property, { numRuns: 1000, seed: 5 });
});
