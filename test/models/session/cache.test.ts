import fc from 'fast-check';
import { expect, test } from 'vitest';
import { behind } from '../../../models/session/cache.ts';
import { sizeOf, type Tensor } from '../../../src/kernel/tensor.ts';

const numbered = (shape: readonly number[], from: number): Tensor => ({
  shape,
  data: Float32Array.from({ length: sizeOf(shape) }, (_, i) => from + i),
});

test('the new tokens stand behind the earlier ones, number by number', () => {
  const size = fc.integer({ min: 1, max: 4 });
  const earlier = fc.integer({ min: 0, max: 5 });
  fc.assert(
    fc.property(size, size, earlier, size, size, fc.nat(9), (rows, heads, before, tokens, width, spare) => {
      const past = numbered([rows, heads, before, width], 0);
      const fresh = numbered([rows, tokens, heads, width], 10_000);
      const room = new Float32Array(rows * heads * (before + tokens) * width + spare).fill(-1);
      const all = behind(past, fresh, room);
      const slow: number[] = [];
      for (let row = 0; row < rows; row++)
        for (let head = 0; head < heads; head++)
          for (let token = 0; token < before + tokens; token++)
            for (let i = 0; i < width; i++)
              slow.push(
                token < before
                  ? ((row * heads + head) * before + token) * width + i
                  : 10_000 + ((row * tokens + (token - before)) * heads + head) * width + i,
              );
      expect(all).toEqual({
        shape: [rows, heads, before + tokens, width],
        data: Float32Array.from(slow),
      });
      expect(all.data.buffer).toBe(room.buffer);
      expect(room.subarray(all.data.length)).toEqual(new Float32Array(spare).fill(-1));
    }),
    { seed: 5, numRuns: 200 },
  );
});

test('too little room is refused', () => {
  const [past, fresh] = [numbered([2, 1, 3, 2], 0), numbered([2, 1, 1, 2], 0)];
  expect(() => behind(past, fresh, new Float32Array(15))).toThrow(RangeError);
});
