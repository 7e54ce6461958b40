import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rotaryFrequencies, rotaryTable } from '../../../models/graph/rotary.ts';

test('frequencies fall from one turn a radian to 1/θ', () => {
  expect([...rotaryFrequencies({ theta: 10_000 }, 8)]).toEqual(
    [1, 0.1, 0.01, 0.001].map((f) => expect.closeTo(f, 8)),
  );
});

test('linear scaling slows every wave alike', () => {
  const plain = rotaryFrequencies({ theta: 10_000 }, 8);
  const slow = rotaryFrequencies({ theta: 10_000, scaling: { type: 'linear', factor: 4 } }, 8);
  slow.forEach((f, i) => {
    expect(f).toBeCloseTo((plain[i] ?? 0) / 4, 8);
  });
});

test("Llama 3.1's scaling keeps short waves, slows long ones eightfold, and goes over between them without a step", () => {
  const scaling = {
    type: 'llama3',
    factor: 8,
    lowFrequencyFactor: 1,
    highFrequencyFactor: 4,
    originalContext: 8192,
  } as const;
  const plain = rotaryFrequencies({ theta: 500_000 }, 128);
  const scaled = rotaryFrequencies({ theta: 500_000, scaling }, 128);
  const slowed = [...plain].map((f, i) => f / (scaled[i] ?? 0));
  expect(slowed[0]).toBe(1);
  expect(slowed.at(-1)).toBeCloseTo(8, 5);
  const wave = (i: number) => (2 * Math.PI) / (plain[i] ?? 1);
  slowed.forEach((factor, i) => {
    if (wave(i) < 2048) expect(factor).toBe(1);
    else if (wave(i) > 8192) expect(factor).toBeCloseTo(8, 5);
    else expect(factor > 1 && factor < 8).toBe(true);
    expect(factor).toBeGreaterThanOrEqual((slowed[i - 1] ?? 0) - 1e-6);
  });
});

test('a table of later positions is the tail of the table from the start', () => {
  const frequencies = rotaryFrequencies({ theta: 10_000 }, 12);
  fc.assert(
    fc.property(fc.nat(40), fc.integer({ min: 1, max: 9 }), (first, count) => {
      const whole = rotaryTable(frequencies, 0, first + count);
      const tail = rotaryTable(frequencies, first, count);
      expect(tail.cosines).toEqual(whole.cosines.slice(first * 6));
      expect(tail.sines).toEqual(whole.sines.slice(first * 6));
    }),
  );
});

test('position 0 does not turn', () => {
  const { cosines, sines } = rotaryTable(rotaryFrequencies({ theta: 10_000 }, 6), 0, 1);
  expect([...cosines]).toEqual([1, 1, 1]);
  expect([...sines]).toEqual([0, 0, 0]);
});
