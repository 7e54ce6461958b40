import { readFile } from 'node:fs/promises';
import { afterAll, describe, expect, test } from 'vitest';
import { openWeights } from '../../../models/formats/open.ts';
import { allHooks } from '../../../src/kernel/hooks.ts';
import { tokenId } from '../../../src/kernel/ids.ts';
import { at, type Tensor } from '../../../src/kernel/tensor.ts';
import { absoluteError, relativeError } from '../../support/closeness.ts';
import { goldenFile, load, TEST_CACHE, tensorsOf } from '../../support/llama-goldens.ts';
import { signedSums } from '../../support/signed-sums.ts';
import { smollm2Gguf } from '../../support/smollm2.ts';

const opened = await openWeights(await smollm2Gguf(), { cacheFolder: TEST_CACHE });
const model = await load(opened);
afterAll(() => model.close());

const golden = await tensorsOf(goldenFile('smollm2', 'sums.safetensors'));
const run: { prompts: number[][]; greedy: number[][] } = JSON.parse(
  await readFile(goldenFile('smollm2', 'run.json'), 'utf8'),
);
const prompts = run.prompts.map((prompt) => prompt.map(tokenId));
const hooks = allHooks(model.facts.layers);

test('the prompts are what our tokenizer makes of their text', () => {
  expect(model.text.encode('The capital of France is')).toEqual(prompts[0]);
  expect(model.text.encode('When Mary and John went to the store, John gave a drink to')).toEqual(prompts[1]);
});

describe.each([0, 1])('prompt %i', async (number) => {
  const { hooks: got } = await model.forward({ tokens: prompts.slice(number, number + 1), hooks });

  test('every hook at every token sums to what transformers gives, to 1e-4 of its length', () => {
    for (const hook of hooks) {
      const wanted = golden.get(`${number}/${hook}/sums`);
      const sums = signedSums(hook, tensorOf(got, hook));
      if (wanted === undefined) throw new Error(`no golden of ${hook}`);
      expect(wanted.shape[0], hook).toBe(sums.length);
      for (const [token, mine] of sums.entries()) {
        const theirs = at(wanted, token).data;
        const worst = Math.max(...mine.map((sum, i) => Math.abs(sum - (theirs[i] ?? Number.NaN))));
        expect(worst / (theirs[0] ?? 0), `${hook} of token ${token}`).toBeLessThan(1e-4);
      }
    }
  });
});

test('whole tensors at the last token: streams and logits to 1e-4, patterns to 1e-5', async () => {
  const { hooks: got } = await model.forward({ tokens: prompts.slice(1), hooks });
  const whole = hooks.filter((hook) => golden.has(`${hook}/last`));
  expect(whole.length).toBeGreaterThan(300);
  for (const hook of whole) {
    const wanted = golden.get(`${hook}/last`);
    const tensor = tensorOf(got, hook);
    if (wanted === undefined) throw new Error(`no golden of ${hook}`);
    if (hook.endsWith('pattern')) expect(absoluteError(lastQuery(tensor), wanted), hook).toBeLessThan(1e-5);
    else expect(relativeError(at(tensor, 0, (tensor.shape[1] ?? 0) - 1), wanted), hook).toBeLessThan(1e-4);
  }
});

test.each([0, 1])('64 greedy tokens equal those of transformers, prompt %i', async (number) => {
  const wanted = run.greedy[number] ?? [];
  const got: number[] = [];
  let tokens = prompts[number] ?? [];
  let cache: Awaited<ReturnType<typeof model.forward>>['cache'];
  while (got.length < wanted.length) {
    const logitPositions = [tokens.length - 1];
    const step = await model.forward({
      tokens: [tokens],
      hooks: ['logits'],
      logitPositions,
      keepCache: true,
      ...(cache === undefined ? {} : { cache }),
    });
    const { data } = tensorOf(step.hooks, 'logits');
    const next = data.indexOf(data.reduce((top, logit) => Math.max(top, logit)));
    got.push(next);
    tokens = [tokenId(next)];
    cache = step.cache;
  }
  expect(got).toEqual(wanted);
});

function tensorOf(from: ReadonlyMap<string, Tensor>, hook: string): Tensor {
  const found = from.get(hook);
  if (found === undefined) throw new Error(`no ${hook}`);
  return found;
}

/** `[1, H, T, S]` → `[H, S]` of the last query. */
function lastQuery(pattern: Tensor): Tensor {
  const [, heads = 0, queries = 0, keys = 0] = pattern.shape;
  const rows = Array.from({ length: heads }, (_, head) => [...at(pattern, 0, head, queries - 1).data]);
  return { shape: [heads, keys], data: Float32Array.from(rows.flat()) };
}
