import { afterAll, expect, test } from 'vitest';
import type { GradientRequest } from '../../../models/loaded.ts';
import { tokenId } from '../../../src/kernel/ids.ts';
import { golden, load } from '../../support/llama-goldens.ts';

const { opened, tokens } = await golden('mistral');
const model = await load(opened);
afterAll(() => model.close());

const term = { token: tokenId(3), position: 2, weight: 1 };
const good: GradientRequest = { tokens, metric: [[term], [term]], rules: 'frozen', hooks: [], gradients: [] };

test.each([
  ['a pattern under frozen rules', { gradients: ['blocks.0.attn.hook_pattern'] }, 'gradient-undefined'],
  ['scores under frozen rules', { gradients: ['blocks.0.attn.hook_attn_scores'] }, 'gradient-undefined'],
  ['queries under frozen rules', { gradients: ['blocks.1.attn.hook_q'] }, 'gradient-undefined'],
  ['keys under frozen rules', { gradients: ['blocks.1.attn.hook_rot_k'] }, 'gradient-undefined'],
  ['a scale under frozen rules', { gradients: ['ln_final.hook_scale'] }, 'gradient-undefined'],
  ['a gradient at no hook', { gradients: ['blocks.7.hook_mlp_out'] }, 'hook-unknown'],
  ['no such hook', { hooks: ['hook_pos_embed'] }, 'hook-unknown'],
  ['one metric for two rows', { metric: [[term]] }, 'metric-invalid'],
  ['a position after the last', { metric: [[term], [{ ...term, position: 7 }]] }, 'metric-invalid'],
  ['a weight that is no number', { metric: [[{ ...term, weight: Number.NaN }], []] }, 'metric-invalid'],
  [
    'a token beyond the vocabulary',
    { metric: [[{ ...term, token: tokenId(97) }], []] },
    'token-outside-vocabulary',
  ],
  ['rows of different length', { tokens: [tokens[0] ?? [], []] }, 'rows-unequal'],
])('%s is refused in words', async (_, part, code) => {
  await expect(model.gradients({ ...good, ...part })).rejects.toMatchObject({ code });
});

test('a row without a metric has gradients of nothing', async () => {
  const { metric, gradients } = await model.gradients({
    ...good,
    metric: [[], []],
    gradients: ['hook_embed'],
  });
  expect([...metric]).toEqual([0, 0]);
  expect(gradients.get('hook_embed')?.data.every((x) => x === 0)).toBe(true);
});
