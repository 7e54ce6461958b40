import { afterAll, describe, expect, test } from 'vitest';
import { readWeight } from '../../models/session/weight-reader.ts';
import type { Ask } from '../../src/dispatch/command.ts';
import { copyingOf, sampledTokens } from '../../src/dispatch/head-copying.ts';
import { inlineRunner } from '../../src/engine/inline.ts';
import { CHECKPOINTS, golden, load } from '../support/llama-goldens.ts';
import { emptyShelf } from '../support/shelf.ts';

describe.each(CHECKPOINTS)('%s', async (name) => {
  const { opened } = await golden(name);
  const runner = inlineRunner(await load(opened));
  afterAll(() => runner.close());
  const model = await runner.facts();
  const ask: Ask = {
    runner,
    model,
    prompt: { text: '', tokens: [] },
    seed: 4,
    shelf: emptyShelf(),
    options: {},
  };
  const { width, headWidth, heads, kvHeads, vocab } = model;
  const weight = (tail: string) => readWeight(opened.weights, tail);
  const layer = model.layers - 1;
  const at = `model.layers.${layer}`;
  const [embedding, values, outputs, gain, final] = await Promise.all([
    weight('model.embed_tokens.weight'),
    weight(`${at}.self_attn.v_proj.weight`),
    weight(`${at}.self_attn.o_proj.weight`),
    weight(`${at}.input_layernorm.weight`),
    weight('model.norm.weight'),
  ]);
  const bias = opened.description.qkvBias ? await weight(`${at}.self_attn.v_proj.bias`) : undefined;
  const unembedding = opened.description.tied ? embedding : await weight('lm_head.weight');

  /** γ_final ∘ W_O (W_V (γ ∘ E[token] / σ) + b_V), number by number. */
  function written(token: number, head: number): number[] {
    const row = Array.from(embedding.subarray(token * width, (token + 1) * width));
    const scale = Math.sqrt(row.reduce((sum, x) => sum + x * x, 0) / width + opened.description.normEpsilon);
    const own = Math.floor((head * kvHeads) / heads);
    const value = Array.from({ length: headWidth }, (_, i) => {
      const start = (own * headWidth + i) * width;
      const product = row.reduce(
        (sum, x, d) => sum + ((gain[d] ?? 0) * x * (values[start + d] ?? 0)) / scale,
        0,
      );
      return product + (bias?.[own * headWidth + i] ?? 0);
    });
    return Array.from({ length: width }, (_, d) => {
      const start = d * heads * headWidth + head * headWidth;
      return (final[d] ?? 0) * value.reduce((sum, x, i) => sum + x * (outputs[start + i] ?? 0), 0);
    });
  }

  test('copies and suppresses as the weights do, multiplied by hand', async () => {
    const tokens = sampledTokens(vocab, ask.seed);
    for (const head of [0, heads - 1]) {
      const rows = tokens.map((token) => {
        const state = written(token, head);
        return tokens.map((other) =>
          state.reduce((sum, x, d) => sum + x * (unembedding[other * width + d] ?? 0), 0),
        );
      });
      const share = (extreme: (row: readonly number[]) => number) =>
        rows.filter((row, i) => row[i] === extreme(row)).length / tokens.length;
      const found = await copyingOf(ask, { layer, head });
      expect(found).toMatchObject({
        share: share((row) => Math.max(...row)),
        lowers: share((row) => Math.min(...row)),
        tokens: tokens.length,
      });
    }
  });
});

test('tokens are different ones of the vocabulary, the same for a seed', () => {
  expect(new Set(sampledTokens(500, 1)).size).toBe(96);
  expect(sampledTokens(500, 1)).toEqual(sampledTokens(500, 1));
  expect(sampledTokens(500, 2)).not.toEqual(sampledTokens(500, 1));
  expect([...sampledTokens(7, 3)].sort()).toEqual([0, 1, 2, 3, 4, 5, 6]);
});
