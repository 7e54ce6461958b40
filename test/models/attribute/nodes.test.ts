import { afterAll, describe, expect, test } from 'vitest';
import type { AttributeRequest, GradientRules } from '../../../models/loaded.ts';
import { blockHook } from '../../../src/kernel/hooks.ts';
import { at, dot, type Tensor } from '../../../src/kernel/tensor.ts';
import { gradientGolden, RULES } from '../../support/gradient-goldens.ts';
import { CHECKPOINTS, golden, load } from '../../support/llama-goldens.ts';

describe.each(CHECKPOINTS)('%s', async (name) => {
  const { opened, tokens } = await golden(name);
  const { metric } = await gradientGolden(name);
  const model = await load(opened);
  afterAll(() => model.close());
  const { layers, heads } = model.facts;
  const [clean = [], other = []] = tokens;
  const [terms = []] = metric;
  const blocks = Array.from({ length: layers }, (_, i) => i);
  const outputs = blocks.flatMap((i) => [blockHook(i, 'attn.hook_z'), blockHook(i, 'hook_mlp_out')]);

  async function baselineOf(rows: AttributeRequest['tokens'][]) {
    const { hooks } = await model.forward({ tokens: rows, hooks: outputs });
    const mean = (hook: string): Tensor => {
      const { shape, data } = hooks.get(hook) ?? none(hook);
      const size = data.length / rows.length;
      const sum = (i: number) => rows.reduce((total, _, row) => total + (data[row * size + i] ?? 0), 0);
      return {
        shape: [1, ...shape.slice(1)],
        data: Float32Array.from({ length: size }, (_, i) => sum(i) / rows.length),
      };
    };
    return {
      rows,
      values: {
        heads: blocks.map((i) => mean(blockHook(i, 'attn.hook_z'))),
        mlps: blocks.map((i) => mean(blockHook(i, 'hook_mlp_out'))),
      },
    };
  }

  /** Scores one node at a time from whole gradient tensors, `[layer][token][unit]` flat. */
  async function slowly(rules: GradientRules, shares: readonly number[], rows: AttributeRequest['tokens'][]) {
    const hooks = ['hook_embed', ...outputs];
    const { gradients } = await model.gradients({
      tokens: shares.map(() => clean),
      metric: shares.map(() => terms),
      line: shares.map((share) => ({ from: other, share })),
      rules,
      hooks: [],
      gradients: hooks,
    });
    const own = await model.forward({ tokens: [clean, ...rows], hooks });
    const score = (hook: string, ...place: number[]): number => {
      const [value, gradient] = [own.hooks.get(hook) ?? none(hook), gradients.get(hook) ?? none(hook)];
      const moved = at(value, 0, ...place).data.map(
        (x, i) =>
          x -
          rows.reduce((sum, _, row) => sum + (at(value, row + 1, ...place).data[i] ?? 0), 0) /
            (rows.length || 1),
      );
      return (
        shares.reduce((sum, _, p) => sum + dot(moved, at(gradient, p, ...place).data), 0) / shares.length
      );
    };
    const positions = Array.from(clean.keys());
    return {
      nodes: blocks.flatMap((i) =>
        positions.flatMap((t) => [
          ...Array.from({ length: heads }, (_, h) => score(blockHook(i, 'attn.hook_z'), t, h)),
          score(blockHook(i, 'hook_mlp_out'), t),
        ]),
      ),
      embeddings: positions.map((t) => score('hook_embed', t)),
    };
  }

  test.each(RULES)(
    '%s scores equal products of whole tensors, with and without baseline and points',
    async (rules) => {
      const shares = [0.25, 0.75];
      const base = { tokens: clean, metric: terms, rules };
      const points = shares.map((share) => ({ from: other, share }));
      const baseline = await baselineOf([other, [...clean].reverse()]);
      for (const [request, wanted] of [
        [base, await slowly(rules, [1], [])],
        [{ ...base, baseline }, await slowly(rules, [1], baseline.rows)],
        [{ ...base, baseline, points }, await slowly(rules, shares, baseline.rows)],
        [
          { ...base, points: [...points, { from: other, share: 1 }] },
          await slowly(rules, [...shares, 1], []),
        ],
      ] as const) {
        const got = await model.attribute(request);
        expect(got.nodes.shape).toEqual([layers, clean.length, heads + 1]);
        expectClose(got.nodes.data, wanted.nodes);
        expectClose(got.embeddings.data, wanted.embeddings);
      }
    },
  );

  test('frozen, against nothing: embeddings and biases are the metric', async () => {
    for (const row of tokens.keys()) {
      const request = { tokens: tokens[row] ?? [], metric: metric[row] ?? [], rules: 'frozen' } as const;
      const got = await model.attribute(request);
      const { hooks } = await model.forward({ tokens: [request.tokens], hooks: ['logits'] });
      const wanted = request.metric.reduce(
        (sum, { token, position, weight }) =>
          sum + weight * (at(hooks.get('logits') ?? none('logits'), 0, position).data[token] ?? 0),
        0,
      );
      expect(got.metric).toBeCloseTo(wanted, 4);
      const sum = got.embeddings.data.reduce((total, score) => total + score, got.biases);
      expect(Math.abs(sum - wanted) / Math.abs(wanted)).toBeLessThan(1e-4);
      const { qkvBias, attentionOutBias, mlpBias } = opened.description;
      expect(got.biases !== 0).toBe(qkvBias || attentionOutBias || mlpBias);
    }
  });

  test('against itself every node scores nothing; biases against a baseline too', async () => {
    const baseline = await baselineOf([clean]);
    const got = await model.attribute({ tokens: clean, metric: terms, rules: 'exact', baseline });
    const whole = await model.attribute({ tokens: clean, metric: terms, rules: 'exact' });
    const largest = Math.max(...whole.nodes.data.map(Math.abs));
    for (const score of [...got.nodes.data, ...got.embeddings.data, got.biases])
      expect(Math.abs(score) / largest).toBeLessThan(1e-5);
  });
});

function expectClose(got: Float32Array, wanted: readonly number[]): void {
  const largest = Math.max(...wanted.map(Math.abs));
  expect(got.length).toBe(wanted.length);
  wanted.forEach((score, i) => {
    expect(Math.abs((got[i] ?? Number.NaN) - score) / largest).toBeLessThan(1e-5);
  });
}

function none(hook: string): never {
  throw new Error(`no ${hook}`);
}
