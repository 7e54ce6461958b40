import { afterAll, describe, expect, test } from 'vitest';
import { readWeight } from '../../../models/session/weight-reader.ts';
import { at, dot, type Tensor } from '../../../src/kernel/tensor.ts';
import { gradientGolden } from '../../support/gradient-goldens.ts';
import { CHECKPOINTS, golden, load } from '../../support/llama-goldens.ts';

/** The frozen model is linear in what is written: scores over any cut, and biases past it, are the metric. */
describe.each(CHECKPOINTS)('frozen scores of %s', async (name) => {
  const { opened, tokens } = await golden(name);
  const { metric } = await gradientGolden(name);
  const model = await load(opened);
  afterAll(() => model.close());
  const { layers } = model.facts;
  const { qkvBias, attentionOutBias, mlpBias } = opened.description;

  const perLayer = (tail: string) => Array.from({ length: layers }, (_, i) => `blocks.${i}.${tail}`);
  const streams = ['hook_embed', ...perLayer('hook_resid_mid'), ...perLayer('hook_resid_post')];
  const written = ['attn.hook_result', 'hook_mlp_out'].flatMap(perLayer);
  const biased = ['attn.hook_v', 'hook_attn_out', 'mlp.hook_pre', 'mlp.hook_post', 'hook_mlp_out'].flatMap(
    perLayer,
  );
  const got = await model.gradients({
    tokens,
    metric,
    rules: 'frozen',
    hooks: [...new Set([...streams, ...written, ...biased])],
    gradients: [...new Set([...streams, ...biased])],
  });
  const value = (hook: string, row: number): Tensor => at(got.hooks.get(hook) ?? none(hook), row);
  const gradient = (hook: string, row: number): Tensor => at(got.gradients.get(hook) ?? none(hook), row);

  /** Σ over positions of bias · gradient, for what one half of a layer adds. */
  const alongBias = async (weight: string, gradients: Tensor): Promise<number> => {
    const bias = await readWeight(opened.weights, weight);
    const tokensHere = gradients.shape[0] ?? 0;
    return Array.from({ length: tokensHere }, (_, t) => dot(bias, at(gradients, t).data)).reduce(add, 0);
  };

  async function attentionBiases(layer: number, row: number): Promise<number> {
    const at = `model.layers.${layer}.self_attn`;
    const ofValues = qkvBias
      ? await alongBias(`${at}.v_proj.bias`, gradient(`blocks.${layer}.attn.hook_v`, row))
      : 0;
    const ofOutput = attentionOutBias
      ? await alongBias(`${at}.o_proj.bias`, gradient(`blocks.${layer}.hook_attn_out`, row))
      : 0;
    return ofValues + ofOutput;
  }

  async function mlpBiases(layer: number, row: number): Promise<number> {
    if (!mlpBias) return 0;
    const at = `model.layers.${layer}.mlp`;
    const pre = value(`blocks.${layer}.mlp.hook_pre`, row);
    const post = gradient(`blocks.${layer}.mlp.hook_post`, row);
    const up = { shape: post.shape, data: post.data.map((g, i) => (g * silu(pre.data[i] ?? 0)) / 2) };
    return (
      (await alongBias(`${at}.gate_proj.bias`, gradient(`blocks.${layer}.mlp.hook_pre`, row))) +
      (await alongBias(`${at}.up_proj.bias`, up)) +
      (await alongBias(`${at}.down_proj.bias`, gradient(`blocks.${layer}.hook_mlp_out`, row)))
    );
  }

  /** Everything after each cut, from the first to the last: before attention, before the MLP. */
  async function biasesAfter(cut: number, row: number): Promise<number> {
    let sum = 0;
    for (let half = cut; half < 2 * layers; half++) {
      const layer = Math.floor(half / 2);
      sum += await (half % 2 === 0 ? attentionBiases(layer, row) : mlpBiases(layer, row));
    }
    return sum;
  }

  const cuts = [
    'hook_embed',
    ...Array.from({ length: layers }, (_, i) => [
      `blocks.${i}.hook_resid_mid`,
      `blocks.${i}.hook_resid_post`,
    ]).flat(),
  ];

  test.each(tokens.map((_, row) => row))(
    'the stream at every half layer sums to the metric, row %i',
    async (row) => {
      const wanted = got.metric[row] ?? Number.NaN;
      for (const [cut, hook] of cuts.entries()) {
        const sum = dot(value(hook, row).data, gradient(hook, row).data) + (await biasesAfter(cut, row));
        expect(Math.abs(sum - wanted) / Math.abs(wanted), hook).toBeLessThan(1e-4);
      }
    },
  );

  test('embedding, heads, MLPs and output biases, at the last cut, sum to the metric', async () => {
    const last = `blocks.${layers - 1}.hook_resid_post`;
    for (const row of tokens.keys()) {
      const towards = gradient(last, row);
      let sum = dot(value('hook_embed', row).data, towards.data);
      for (const hook of perLayer('hook_mlp_out')) sum += dot(value(hook, row).data, towards.data);
      for (const hook of perLayer('attn.hook_result')) {
        const result = value(hook, row); // [T, H, D]
        for (let t = 0; t < (result.shape[0] ?? 0); t++)
          for (let h = 0; h < (result.shape[1] ?? 0); h++)
            sum += dot(at(result, t, h).data, at(towards, t).data);
      }
      for (let layer = 0; attentionOutBias && layer < layers; layer++)
        sum += await alongBias(`model.layers.${layer}.self_attn.o_proj.bias`, towards);
      const wanted = got.metric[row] ?? Number.NaN;
      expect(Math.abs(sum - wanted) / Math.abs(wanted)).toBeLessThan(1e-4);
    }
  });
});

const silu = (x: number): number => x / (1 + Math.exp(-x));
const add = (a: number, b: number): number => a + b;
function none(hook: string): never {
  throw new Error(`no ${hook}`);
}
