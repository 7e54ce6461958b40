import { afterAll, describe, expect, test } from 'vitest';
import { allHooks } from '../../../src/kernel/hooks.ts';
import { relativeError } from '../../support/closeness.ts';
import { gradientGolden, hooksUnder, RULES } from '../../support/gradient-goldens.ts';
import { CHECKPOINTS, golden, load } from '../../support/llama-goldens.ts';

describe.each(CHECKPOINTS)('%s', async (name) => {
  const { opened, tokens } = await golden(name);
  const { metric, gradients: wanted } = await gradientGolden(name);
  const model = await load(opened);
  afterAll(() => model.close());

  test.each(RULES)('%s gradients equal autograd at every hook', async (rules) => {
    const hooks = hooksUnder(wanted, rules);
    const got = await model.gradients({ tokens, metric, rules, hooks: [], gradients: hooks });
    const errors = hooks.map((hook) => ({
      hook,
      error: relativeError(
        got.gradients.get(hook) ?? { shape: [], data: new Float32Array() },
        wanted.get(`${rules}/${hook}`) ?? { shape: [], data: new Float32Array() },
      ),
    }));
    expect(errors.filter(({ error }) => error >= 1e-4)).toEqual([]);
  });

  test('exact gradients are there at every hook, frozen ones where autograd has one', () => {
    const every = allHooks(opened.description.layers).filter((hook) => !/result|logits/.test(hook));
    expect(hooksUnder(wanted, 'exact').sort()).toEqual(every.sort());
    const constants = /hook_scale|hook_(rot_)?[qk]$|attn_scores|hook_pattern/;
    expect(hooksUnder(wanted, 'frozen').sort()).toEqual(every.filter((hook) => !constants.test(hook)).sort());
  });
});
