import { afterAll, describe, expect, test } from 'vitest';
import type { GradientRequest, Intervention } from '../../../models/loaded.ts';
import { allHooks } from '../../../src/kernel/hooks.ts';
import { tokenId } from '../../../src/kernel/ids.ts';
import { randomFrom } from '../../../src/kernel/random.ts';
import { at, dot, type Tensor } from '../../../src/kernel/tensor.ts';
import { rowOf } from '../../support/batch-row.ts';
import { relativeError } from '../../support/closeness.ts';
import { gradientGolden, hooksUnder, RULES } from '../../support/gradient-goldens.ts';
import { golden, load } from '../../support/llama-goldens.ts';
import { referenceLlama } from '../../support/reference-llama.ts';

const { opened, tokens } = await golden('mistral');
const { metric, gradients: autograd } = await gradientGolden('mistral');
const model = await load(opened);
const { layers, heads, headWidth, width } = model.facts;
afterAll(() => model.close());

const get = (from: ReadonlyMap<string, Tensor>, hook: string): Tensor => {
  const found = from.get(hook);
  if (found === undefined) throw new Error(`no ${hook}`);
  return found;
};
const ask = (part: Partial<GradientRequest>): GradientRequest => ({
  tokens,
  metric,
  rules: 'exact',
  hooks: [],
  gradients: [],
  ...part,
});

describe.each(RULES)('%s', (rules) => {
  const hooks = hooksUnder(autograd, rules);

  test('rows of a batch equal runs of their own', async () => {
    const batch = await model.gradients(ask({ rules, gradients: hooks }));
    for (const [row, prompt] of tokens.entries()) {
      const alone = await model.gradients(
        ask({ rules, gradients: hooks, tokens: [prompt], metric: [metric[row] ?? []] }),
      );
      expect(alone.metric[0]).toBeCloseTo(batch.metric[row] ?? Number.NaN, 5);
      for (const hook of hooks)
        expect(
          relativeError(rowOf(batch.gradients.get(hook), row), get(alone.gradients, hook)),
          hook,
        ).toBeLessThan(1e-5);
    }
  });

  test('hooks of the same run are those of a plain one, and the metric is its mixture of logits', async () => {
    const every = allHooks(layers);
    const both = await model.gradients(ask({ rules, hooks: every }));
    const plain = await model.forward({ tokens, hooks: every });
    for (const hook of every)
      expect(relativeError(get(both.hooks, hook), get(plain.hooks, hook)), hook).toBeLessThan(2e-6);
    metric.forEach((terms, row) => {
      const mixture = terms.reduce(
        (sum, { token, position, weight }) =>
          sum + weight * (at(get(plain.hooks, 'logits'), row, position).data[token] ?? Number.NaN),
        0,
      );
      expect(both.metric[row]).toBeCloseTo(mixture, 4);
    });
  });

  test('nothing after the metric’s position has a gradient, and what is before it has', async () => {
    const position = 3;
    const [first = []] = tokens;
    const { gradients } = await model.gradients(
      ask({
        rules,
        tokens: [first],
        gradients: hooks,
        metric: [[{ token: tokenId(7), position, weight: 1 }]],
      }),
    );
    for (const hook of hooks.filter((name) => !/scores|pattern/.test(name))) {
      const gradient = get(gradients, hook);
      for (let t = position + 1; t < first.length; t++)
        expect(
          at(gradient, 0, t).data.every((x) => x === 0),
          `${hook} at ${t}`,
        ).toBe(true);
    }
    expect(at(get(gradients, 'hook_embed'), 0, 0).data.some((x) => x !== 0)).toBe(true);
  });

  test('what is written at a head is written to the sum: hook_result and hook_attn_out agree; logits have the weights', async () => {
    const { gradients } = await model.gradients(
      ask({ rules, gradients: ['blocks.1.attn.hook_result', 'blocks.1.hook_attn_out', 'logits'] }),
    );
    const result = get(gradients, 'blocks.1.attn.hook_result');
    expect(result.shape).toEqual([2, 7, heads, width]);
    for (let head = 0; head < heads; head++)
      expect(at(result, 1, 2, head).data).toEqual(at(get(gradients, 'blocks.1.hook_attn_out'), 1, 2).data);
    const logits = get(gradients, 'logits');
    for (const { token, position, weight } of metric[1] ?? [])
      expect(at(logits, 1, position).data[token]).toBe(weight);
    expect(logits.data.filter((x) => x !== 0).length).toBe(metric.flat().length);
  });
});

describe('finite differences of the slow reference, with interventions in place', async () => {
  const reference = await referenceLlama(opened.description, opened.weights);
  const random = randomFrom(5);
  const noise = (length: number) => Float32Array.from({ length }, () => random() - 0.5);
  const interventions: Intervention[] = [
    { kind: 'head', layer: 0, head: 1, gain: 0.3, baseline: noise(headWidth) },
    { kind: 'head', layer: 1, head: 4, position: 2, gain: 0 },
    { kind: 'mlp', layer: 0, gain: 0.5, row: 0 },
    { kind: 'mask', key: 1, query: 4 },
    { kind: 'residual', layer: 1, position: 5, value: noise(width) },
  ];

  test.each([0, 1])('row %i', async (row) => {
    const prompt = tokens[row] ?? [];
    const stream = (layer: number) =>
      layer === layers ? `blocks.${layers - 1}.hook_resid_post` : `blocks.${layer}.hook_resid_pre`;
    const streams = Array.from({ length: layers + 1 }, (_, layer) => stream(layer));
    const got = await model.gradients(ask({ hooks: streams, gradients: streams, interventions }));
    const metricOf = (more: Intervention[]): number => {
      const logits = get(reference.run(prompt, [...interventions, ...more], row), 'logits');
      return (metric[row] ?? []).reduce(
        (sum, { token, position, weight }) =>
          sum + weight * (at(logits, 0, position).data[token] ?? Number.NaN),
        0,
      );
    };
    expect(got.metric[row]).toBeCloseTo(metricOf([]), 4);
    for (let sample = 0; sample < 10; sample++) {
      const layer = sample % (layers + 1);
      const position = Math.floor(random() * prompt.length);
      const along = noise(width);
      const value = at(get(got.hooks, stream(layer)), row, position).data;
      const moved = (by: number): Intervention => ({
        kind: 'residual',
        layer,
        position,
        value: value.map((x, i) => x + by * (along[i] ?? 0)),
      });
      const step = 2e-3;
      const slope = (metricOf([moved(step)]) - metricOf([moved(-step)])) / (2 * step);
      const gradient = at(get(got.gradients, stream(layer)), row, position).data;
      expect(Math.abs(slope - dot(gradient, along)), `${stream(layer)} at ${position}`).toBeLessThan(
        2e-3 * (1 + Math.abs(slope)),
      );
    }
  });
});
