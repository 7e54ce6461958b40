import { afterAll, expect, test } from 'vitest';
import type { GradientRequest } from '../../../models/loaded.ts';
import { allHooks } from '../../../src/kernel/hooks.ts';
import { gradientGolden } from '../../support/gradient-goldens.ts';
import { golden, load } from '../../support/llama-goldens.ts';

const { opened, tokens } = await golden('mistral');
const { metric } = await gradientGolden('mistral');
const model = await load(opened);
afterAll(() => model.close());

const every = allHooks(opened.description.layers);
const asking = (rows: typeof tokens): GradientRequest => ({
  tokens: rows,
  metric,
  rules: 'exact',
  hooks: every,
  gradients: every,
});
const copied = (hooks: ReadonlyMap<string, { readonly data: Float32Array }>) =>
  Array.from(hooks, ([hook, { data }]) => [hook, [...data]] as const);

test('what a run handed out stays as it was while later ones write over what was kept', async () => {
  const first = await model.gradients(asking(tokens));
  const before = [copied(first.hooks), copied(first.gradients)];
  const other = asking([...tokens].reverse());
  await model.gradients({ ...other, hooks: [] });
  const second = await model.gradients(other);
  expect([copied(first.hooks), copied(first.gradients)]).toEqual(before);
  expect(second.hooks.get('hook_embed')).not.toEqual(first.hooks.get('hook_embed'));
});

test('a run of another size between two of one size changes nothing', async () => {
  const wanted = await model.gradients({ ...asking(tokens), hooks: [] });
  const one = { ...asking(tokens.slice(0, 1)), metric: metric.slice(0, 1), hooks: [] };
  await model.gradients(one);
  const got = await model.gradients({ ...asking(tokens), hooks: [] });
  expect(copied(got.gradients)).toEqual(copied(wanted.gradients));
});
