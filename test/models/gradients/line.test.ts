import { afterAll, expect, test } from 'vitest';
import { lineBetween } from '../../../models/session/line.ts';
import { tokenId } from '../../../src/kernel/ids.ts';
import { at, dot, type Tensor } from '../../../src/kernel/tensor.ts';
import { relativeError } from '../../support/closeness.ts';
import { gradientGolden } from '../../support/gradient-goldens.ts';
import { golden, load } from '../../support/llama-goldens.ts';

const { opened, tokens } = await golden('biased-llama3');
const { metric } = await gradientGolden('biased-llama3');
const model = await load(opened);
afterAll(() => model.close());

const [clean = [], other = []] = tokens;
const [terms = []] = metric;
const rows = (shares: readonly number[]) => ({
  tokens: shares.map(() => clean),
  metric: shares.map(() => terms),
  line: shares.map((share) => ({ from: other, share })),
  rules: 'exact' as const,
});
const get = (from: ReadonlyMap<string, Tensor>, hook: string): Tensor => from.get(hook) ?? none(hook);

test('the ends of the line are the two prompts, the points between lie on it', async () => {
  const hooks = ['hook_embed', 'blocks.1.hook_resid_post'];
  const on = await model.gradients({ ...rows([0, 0.25, 1]), hooks, gradients: [] });
  const ends = await model.forward({ tokens: [other, clean], hooks });
  for (const hook of hooks) {
    expect(relativeError(at(get(on.hooks, hook), 0), at(get(ends.hooks, hook), 0)), hook).toBeLessThan(1e-6);
    expect(relativeError(at(get(on.hooks, hook), 2), at(get(ends.hooks, hook), 1)), hook).toBeLessThan(1e-6);
  }
  const [from, to] = [at(get(ends.hooks, 'hook_embed'), 0).data, at(get(ends.hooks, 'hook_embed'), 1).data];
  const between = { shape: [7, model.facts.width], data: lineBetween(from, to, 0.25) };
  expect(relativeError(at(get(on.hooks, 'hook_embed'), 1), between)).toBeLessThan(1e-6);
});

test('the gradient along the line adds up to the difference of its ends (Sundararajan 2017)', async () => {
  const points = 400;
  const shares = Array.from({ length: points }, (_, i) => (i + 0.5) / points);
  const { gradients } = await model.gradients({ ...rows(shares), hooks: [], gradients: ['hook_embed'] });
  const ends = await model.gradients({ ...rows([0, 1]), hooks: ['hook_embed'], gradients: [] });
  const embedded = get(ends.hooks, 'hook_embed');
  const along = at(embedded, 1).data.map((x, i) => x - (at(embedded, 0).data[i] ?? 0));
  const sum = shares.reduce(
    (total, _, row) => total + dot(at(get(gradients, 'hook_embed'), row).data, along),
    0,
  );
  const difference = (ends.metric[1] ?? 0) - (ends.metric[0] ?? 0);
  expect(Math.abs(sum / points - difference)).toBeLessThan(5e-3 * Math.abs(difference));
});

test('a line that does not fit its row, or leaves the vocabulary, is refused', async () => {
  const short = { ...rows([0.5]), line: [{ from: other.slice(1), share: 0.5 }], hooks: [], gradients: [] };
  await expect(model.gradients(short)).rejects.toMatchObject({ code: 'rows-unequal' });
  const beyond = [{ from: other.map(() => tokenId(97)), share: 0.5 }];
  await expect(model.gradients({ ...short, line: beyond })).rejects.toMatchObject({
    code: 'token-outside-vocabulary',
  });
});

function none(hook: string): never {
  throw new Error(`no ${hook}`);
}
