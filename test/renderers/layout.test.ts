import fc from 'fast-check';
import { expect, test } from 'vitest';
import { covers } from '../../renderers/coverage.ts';
import { font } from '../../renderers/fonts.ts';
import type { TextBox } from '../../renderers/pen.ts';
import { layoutOf } from '../../renderers/render.ts';
import { SIZE, TEXT } from '../../renderers/theme.ts';
import type { Figure } from '../../src/figure/figure.ts';
import { PROMPTS } from '../figure/sample-prompts.ts';
import type { SampleShape } from '../figure/sample-reply.ts';
import { anyShape, figuresOf } from '../figure/shapes.ts';

/** Ink may touch by less than this. */
const TOUCH = 1;

function faultsOf(figure: Figure): string[] {
  const boxes = layoutOf(figure);
  return [
    ...boxes.filter(({ size }) => size < TEXT.least).map(({ text }) => `too small: ${text}`),
    ...boxes.filter(outside).map(({ text }) => `outside the card: ${text}`),
    ...boxes
      .filter(({ text }) => Array.from(text).some((c) => !covers(c, font(16, 400))))
      .map(({ text }) => `no glyph: ${text}`),
    ...overlaps(boxes),
  ];
}

const outside = ({ x, y, width, height }: TextBox): boolean =>
  x < 3 || y < 3 || x + width > SIZE.width - 3 || y + height > SIZE.height - 3;

function overlaps(boxes: readonly TextBox[]): string[] {
  return boxes.flatMap((a, i) =>
    boxes.slice(0, i).flatMap((b) => {
      const across = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
      const down = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
      return across > TOUCH && down > TOUCH ? [`“${a.text}” over “${b.text}”`] : [];
    }),
  );
}

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
