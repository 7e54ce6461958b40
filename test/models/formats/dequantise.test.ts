import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { dequantise } from '../../../models/formats/dequantise.ts';
import { BLOCKS, isGgufType } from '../../../models/formats/gguf-types.ts';

const path = new URL('../goldens/golden/dequantise.json', import.meta.url);
const goldens: Record<string, { blocks: string; weights: string }> = JSON.parse(readFileSync(path, 'utf8'));

test('every readable type has a golden', () => {
  expect(Object.keys(goldens).sort()).toEqual(Object.keys(BLOCKS).sort());
});

test.each(Object.entries(goldens))('%s equals PyPI gguf, bit for bit, on random blocks', (name, golden) => {
  if (!isGgufType(name)) throw new Error(name);
  const made = dequantise(name, new Uint8Array(Buffer.from(golden.blocks, 'base64')));
  const expected = new Float32Array(new Uint8Array(Buffer.from(golden.weights, 'base64')).buffer);
  expect(made.length).toBe(expected.length);
  const differing = [...made].flatMap((value, i) =>
    Object.is(value, expected[i]) ? [] : [[i, value, expected[i]]],
  );
  expect(differing).toEqual([]);
});

test('a Q4_1 block by hand: d = 0.5, m = -1, low nibbles first', () => {
  const block = new Uint8Array(20);
  block.set([0x00, 0x38, 0x00, 0xbc]); // 0.5 and -1 as halves, little-endian
  block[4] = 0xf3; // weight 0 is nibble 3, weight 16 is nibble 15
  const made = dequantise('Q4_1', block);
  expect([made[0], made[1], made[16], made[17]]).toEqual([0.5, -1, 6.5, -1]);
});

test('half a block is refused', () => {
  expect(() => dequantise('Q8_0', new Uint8Array(33))).toThrow(RangeError);
});
