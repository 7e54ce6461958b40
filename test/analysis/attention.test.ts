import { expect, test } from 'vitest';
import { attention, look } from '../../src/analysis/attention.ts';
import { direct } from '../../src/analysis/direct.ts';
import { leadingHeads } from '../../src/analysis/leading-heads.ts';
import { metricOf, metricWeights } from '../../src/analysis/metric.ts';
import { lastRow } from '../../src/analysis/next.ts';
import { tokenId } from '../../src/kernel/ids.ts';
import { at } from '../../src/kernel/tensor.ts';
import { TINY, tinyTrace } from '../support/tiny-trace.ts';

const last = TINY.tokens - 1;

function setup(seed: number) {
  const tiny = tinyTrace(seed);
  const metric = metricOf(lastRow(tiny.trace), last, { id: tokenId(1), text: 'a' }, undefined);
  return { tiny, scores: direct(tiny.trace, tiny.directionOf(metricWeights(metric)), metric) };
}

test('value-weighted attention equals the length of A · v W_O, written out', () => {
  const { tiny } = setup(21);
  for (const [layer, head] of [
    [0, 0],
    [0, 3],
    [1, 2],
  ] as const) {
    const pattern = at(
      tiny.trace.hooks.get(`blocks.${layer}.attn.hook_pattern`) ?? missing(),
      0,
      head,
      last,
    ).data;
    const values = tiny.trace.hooks.get(`blocks.${layer}.attn.hook_v`) ?? missing();
    const lengths = Array.from(pattern, (share, src) => {
      const v = at(values, 0, src, head < 2 ? 0 : 1).data;
      const written = Array.from({ length: TINY.width }, (_, i) =>
        v.reduce((sum, x, d) => sum + x * (tiny.outputs[layer]?.[head]?.[d]?.[i] ?? 0), 0),
      );
      return share * Math.hypot(...written);
    });
    const total = lengths.reduce((a, b) => a + b, 0);
    const { weighted } = look(tiny.trace, tiny.gram(), { layer, head }, last);
    weighted.forEach((share, src) => {
      expect(share).toBeCloseTo((lengths[src] ?? 0) / total, 5);
    });
  }
});

test('rows sum to one and later tokens are not looked at', () => {
  const { tiny } = setup(22);
  const { pattern, weighted } = look(tiny.trace, tiny.gram(), { layer: 1, head: 1 }, 2);
  expect(pattern).toHaveLength(3);
  expect(pattern.reduce((a, b) => a + b)).toBeCloseTo(1, 6);
  expect(weighted.reduce((a, b) => a + b)).toBeCloseTo(1, 6);
});

test('a token that everyone looks at and that carries nothing is a sink', () => {
  const { tiny, scores } = setup(23);
  for (let layer = 0; layer < TINY.layers; layer++) {
    const values = tiny.trace.hooks.get(`blocks.${layer}.attn.hook_v`) ?? missing();
    at(values, 0, 0).data.fill(0);
    const pattern = tiny.trace.hooks.get(`blocks.${layer}.attn.hook_pattern`) ?? missing();
    for (let head = 0; head < TINY.heads; head++) at(pattern, 0, head, last).data.set([0.7, 0.1, 0.1, 0.1]);
  }
  const shown = leadingHeads(scores, 3);
  expect(attention(tiny.trace, tiny.gram(), shown, scores).sinks).toEqual([0]);
  expect(attention(setup(23).tiny.trace, tiny.gram(), shown, scores).sinks).toEqual([]);
});

test('heads are reported with their direct score, largest first', () => {
  const { tiny, scores } = setup(24);
  const found = attention(tiny.trace, tiny.gram(), leadingHeads(scores, 5), scores).heads;
  const sizes = found.map(({ score }) => Math.abs(score));
  expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
  for (const { head, score } of found) {
    expect(scores.parts).toContainEqual({ node: `${head}@${last}`, score });
  }
});

function missing(): never {
  throw new Error('the trace lacks a hook');
}
