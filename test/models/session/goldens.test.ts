import { afterAll, describe, expect, test } from 'vitest';
import { allHooks } from '../../../src/kernel/hooks.ts';
import { tokenId } from '../../../src/kernel/ids.ts';
import { rowOf } from '../../support/batch-row.ts';
import { absoluteError, relativeError } from '../../support/closeness.ts';
import { CHECKPOINTS, golden, load } from '../../support/llama-goldens.ts';
import { referenceLlama } from '../../support/reference-llama.ts';

describe.each(CHECKPOINTS)('%s', async (name) => {
  const expected = await golden(name);
  const model = await load(expected.opened);
  const hooks = allHooks(model.facts.layers);
  const run = await model.forward({ tokens: expected.tokens, hooks });
  afterAll(() => model.close());

  test('the golden has every hook of the contract', () => {
    expect([...expected.hooks.keys()].sort()).toEqual([...hooks].sort());
  });

  test.each(hooks)('%s equals transformers', (hook) => {
    const [actual, wanted] = [run.hooks.get(hook), expected.hooks.get(hook)];
    if (actual === undefined || wanted === undefined) throw new Error(`no ${hook}`);
    if (hook.endsWith('hook_pattern')) expect(absoluteError(actual, wanted)).toBeLessThan(1e-5);
    else expect(relativeError(actual, wanted)).toBeLessThan(1e-5);
  });

  test('the reference forward of the tests equals transformers too', async () => {
    const { description, weights } = expected.opened;
    const reference = await referenceLlama(description, weights);
    for (const [row, tokens] of expected.tokens.entries()) {
      const alone = reference.run(tokens);
      expect(alone.size).toBe(hooks.length);
      for (const [hook, tensor] of alone)
        expect(relativeError(tensor, rowOf(expected.hooks.get(hook), row)), hook).toBeLessThan(1e-5);
    }
  });

  test('greedy tokens equal those of transformers, with the cache and without', async () => {
    const prompt = expected.tokens[0] ?? [];
    const cached: number[] = [];
    const whole = [...prompt];
    let step = await model.forward({ tokens: [prompt], hooks: ['logits'], keepCache: true });
    for (const _ of expected.greedy) {
      const next = tokenId(topOf(step.hooks.get('logits')?.data ?? new Float32Array(0), model.facts.vocab));
      cached.push(next);
      const full = await model.forward({
        tokens: [whole],
        hooks: ['logits'],
        logitPositions: [whole.length - 1],
      });
      whole.push(tokenId(topOf(full.hooks.get('logits')?.data ?? new Float32Array(0), model.facts.vocab)));
      if (step.cache === undefined) throw new Error('no cache');
      step = await model.forward({ tokens: [[next]], hooks: ['logits'], cache: step.cache, keepCache: true });
    }
    expect(cached).toEqual(expected.greedy);
    expect(whole.slice(prompt.length)).toEqual(expected.greedy);
  });
});

/** Index of the largest of the last `vocab` numbers. */
function topOf(logits: Float32Array, vocab: number): number {
  const last = logits.subarray(logits.length - vocab);
  return last.indexOf(Math.max(...last));
}
