import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PROMPTS } from '../figure/sample-prompts.ts';
import type { SampleShape } from '../figure/sample-reply.ts';
import { anyShape, figuresOf } from '../figure/shapes.ts';
import { faultsOf, overlaps } from './faults.ts';

const faults = (shape: SampleShape) =>
  Object.entries(figuresOf(shape)).flatMap(([name, figure]) =>
    faultsOf(figure).map((fault) => `${name}: ${fault}`),
  );

const MODELS = [
  { layers: 4, heads: 4 },
  { layers: 6, heads: 8 },
  { layers: 30, heads: 9 },
  { layers: 32, heads: 32 },
];

test.each(Object.keys(PROMPTS) as (keyof typeof PROMPTS)[])(
  'no text overlaps, leaves the card or lacks a glyph: %s',
  (name) => {
    const tokens = PROMPTS[name];
    const model = MODELS[Object.keys(PROMPTS).indexOf(name) % MODELS.length] ?? { layers: 30, heads: 9 };
    expect(faults({ tokens, ...model, answer: tokens[0], rivals: [...tokens].slice(0, 4) })).toEqual([]);
  },
);

test('nor for any model, prompt and numbers', () => {
  fc.assert(
    fc.property(anyShape, (shape) => {
      expect(faults(shape)).toEqual([]);
    }),
    { numRuns: 8, seed: 20 },
  );
});

test('the check can fail: two titles on one line are seen', () => {
  const box = { text: 'a', size: 12, x: 10, y: 10, width: 30, height: 9 };
  expect(overlaps([box, { ...box, x: 35 }])).toHaveLength(1);
  expect(overlaps([box, { ...box, x: 45 }])).toEqual([]);
});
