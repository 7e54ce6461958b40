import { readFile } from 'node:fs/promises';
import { afterAll, expect, test } from 'vitest';
import { openWeights } from '../../../models/formats/open.ts';
import { tokenId } from '../../../src/kernel/ids.ts';
import { at, dot } from '../../../src/kernel/tensor.ts';
import { hooksUnder, metricOf, RULES } from '../../support/gradient-goldens.ts';
import { goldenFile, load, TEST_CACHE, tensorsOf } from '../../support/llama-goldens.ts';
import { signedSums } from '../../support/signed-sums.ts';
import { smollm2Gguf } from '../../support/smollm2.ts';

const opened = await openWeights(await smollm2Gguf(), { cacheFolder: TEST_CACHE });
const model = await load(opened);
afterAll(() => model.close());

const golden = await tensorsOf(goldenFile('smollm2', 'gradients.safetensors'));
const run: { tokens: number[]; metric: [number, number, number][][] } = JSON.parse(
  await readFile(goldenFile('smollm2', 'metrics.json'), 'utf8'),
);
const tokens = [run.tokens.map(tokenId)];
const metric = metricOf(run.metric);

test.each(RULES)(
  '%s gradients at every hook and token sum to what autograd gives, to 1e-4 of their length',
  async (rules) => {
    const hooks = hooksUnder(golden, rules);
    const { gradients } = await model.gradients({ tokens, metric, rules, hooks: [], gradients: hooks });
    expect(hooks.length).toBeGreaterThan(200);
    for (const hook of hooks) {
      const wanted = golden.get(`${rules}/${hook}`);
      const got = gradients.get(hook);
      if (wanted === undefined || got === undefined) throw new Error(`no ${hook}`);
      // At a token where nearly nothing arrives, rounding is of the size of what arrives elsewhere.
      const largest = Math.max(
        ...Array.from({ length: wanted.shape[0] ?? 0 }, (_, t) => at(wanted, t).data[0] ?? 0),
      );
      for (const [token, mine] of signedSums(hook, got).entries()) {
        const theirs = at(wanted, token).data;
        const worst = Math.max(...mine.map((sum, i) => Math.abs(sum - (theirs[i] ?? Number.NaN))));
        expect(worst / largest, `${hook} of token ${token}`).toBeLessThan(1e-4);
      }
    }
  },
);

test('frozen scores of the stream add up to the metric at every half layer', async () => {
  const { layers } = model.facts;
  const cuts = [
    'hook_embed',
    ...Array.from({ length: layers }, (_, i) => [
      `blocks.${i}.hook_resid_mid`,
      `blocks.${i}.hook_resid_post`,
    ]).flat(),
  ];
  const got = await model.gradients({ tokens, metric, rules: 'frozen', hooks: cuts, gradients: cuts });
  const value = got.metric[0] ?? Number.NaN;
  for (const cut of cuts) {
    const [x, g] = [got.hooks.get(cut), got.gradients.get(cut)];
    if (x === undefined || g === undefined) throw new Error(`no ${cut}`);
    expect(Math.abs(dot(x.data, g.data) - value) / Math.abs(value), cut).toBeLessThan(1e-4);
  }
});
