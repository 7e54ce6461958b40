import { expect, test } from 'vitest';
import { lookbackRatios, meanRatio, type Span } from '../../src/analysis/lookback.ts';
import { blockHook } from '../../src/kernel/hooks.ts';
import { at, type Tensor, tensor } from '../../src/kernel/tensor.ts';
import { TINY, tinyTrace } from '../support/tiny-trace.ts';

/** The formula of the paper, word for word, one number at a time. */
function slowly(
  patterns: readonly Tensor[],
  layer: number,
  head: number,
  context: Span,
  answer: Span,
): number {
  const ratios: number[] = [];
  for (let query = answer.from; query < answer.to; query++) {
    const weight = (key: number) =>
      at(patterns[layer] ?? tensor([0], new Float32Array()), 0, head, query, key).data[0] ?? 0;
    const back = Array.from({ length: context.to - context.from }, (_, i) => weight(context.from + i));
    const own = Array.from({ length: query - answer.from + 1 }, (_, i) => weight(answer.from + i));
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    ratios.push(mean(back) / (mean(back) + mean(own)));
  }
  return ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
}

const { trace } = tinyTrace(3);
const patterns = Array.from({ length: TINY.layers }, (_, layer) => {
  const pattern = trace.hooks.get(blockHook(layer, 'attn.hook_pattern'));
  if (pattern === undefined) throw new Error('a trace without patterns');
  return pattern;
});

test('every head’s ratio is the paper’s formula, done slowly', () => {
  for (const [context, answer] of [
    [
      { from: 0, to: 2 },
      { from: 2, to: 4 },
    ],
    [
      { from: 1, to: 2 },
      { from: 3, to: 4 },
    ],
  ] as const) {
    const ratios = lookbackRatios(patterns, context, answer);
    ratios.forEach((heads, layer) => {
      heads.forEach((ratio, head) => {
        expect(ratio).toBeCloseTo(slowly(patterns, layer, head, context, answer), 6);
      });
    });
    expect(ratios.map((heads) => heads.length)).toEqual([TINY.heads, TINY.heads]);
  }
});

test('by hand: all to what was given is 1, none of it is 0, the same per token is ½', () => {
  // head 0 looks at token 0 alone, head 1 at itself, head 2 at all alike; two tokens given, one written
  const rows = [
    [
      [1, 0, 0],
      [1, 0, 0],
      [1, 0, 0],
    ],
    [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
    [
      [1, 0, 0],
      [1 / 2, 1 / 2, 0],
      [1 / 3, 1 / 3, 1 / 3],
    ],
  ];
  const pattern = tensor([1, 3, 3, 3], Float32Array.from(rows.flat(2)));
  const ratios = lookbackRatios([pattern], { from: 0, to: 2 }, { from: 2, to: 3 });
  expect(ratios[0]?.map((ratio) => Number(ratio.toFixed(6)))).toEqual([1, 0, 0.5]);
  expect(meanRatio(ratios)).toBeCloseTo(0.5, 6);
});
