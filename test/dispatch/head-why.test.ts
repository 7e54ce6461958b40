import { afterAll, describe, expect, test } from 'vitest';
import { readWeight } from '../../models/session/weight-reader.ts';
import { qk } from '../../src/analysis/qk.ts';
import type { Ask } from '../../src/dispatch/command.ts';
import { headParts } from '../../src/dispatch/head-parts.ts';
import { headWhy } from '../../src/dispatch/head-why.ts';
import { inlineRunner } from '../../src/engine/inline.ts';
import { blockHook } from '../../src/kernel/hooks.ts';
import { at, tensor } from '../../src/kernel/tensor.ts';
import { relativeError } from '../support/closeness.ts';
import { CHECKPOINTS, golden, load } from '../support/llama-goldens.ts';
import { rotatedBy } from '../support/reference-rotary.ts';
import { emptyShelf } from '../support/shelf.ts';

const NOTHING = tensor([1, 0], new Float32Array(0));

describe.each(CHECKPOINTS)('%s', async (name) => {
  const { opened, tokens, hooks } = await golden(name);
  const runner = inlineRunner(await load(opened));
  afterAll(() => runner.close());
  const model = await runner.facts();
  const ids = tokens[0] ?? [];
  const last = ids.length - 1;
  const prompt = { text: 'by ids', tokens: ids.map((id) => ({ id, text: `t${id}` })) };
  const ask: Ask = { runner, model, prompt, seed: 0, shelf: emptyShelf(), options: {} };
  /** What `transformers` has, `[token]`. */
  const wanted = (layer: number, head: number, query: number) =>
    at(hooks.get(blockHook(layer, 'attn.hook_attn_scores')) ?? NOTHING, 0, head, query).data;
  const keys = (position: number) => Array.from({ length: position + 1 }, (_, key) => key);

  test('parts of queries and keys, biases among them, sum to every score that the second implementation has', async () => {
    for (let layer = 0; layer < model.layers; layer++)
      for (let head = 0; head < model.heads; head++)
        for (const position of [Math.floor(last / 2), last]) {
          const why = await headWhy(ask, { layer, head }, position, 0, keys(position));
          expect(why.error, `L${layer}H${head}@${position}`).toBeLessThanOrEqual(1e-4);
          const scores = wanted(layer, head, position);
          expect(Math.abs(why.score - (scores[0] ?? 0))).toBeLessThanOrEqual(
            1e-4 * Math.abs(scores[0] ?? 0) + 1e-6,
          );
        }
  });

  test('every part is in it once: the embedding, each head and MLP before, biases where there are any', async () => {
    const layer = model.layers - 1;
    const scales = hooks.get(blockHook(layer, 'ln1.hook_scale')) ?? NOTHING;
    const parts = await headParts(ask, { layer, head: 1 }, last, at(scales, 0).data);
    const before = Array.from({ length: layer }, (_, l) => [
      ...Array.from({ length: model.heads }, (_, h) => `L${l}H${h}`),
      `M${l}`,
    ]).flat();
    const { attentionOutBias, qkvBias } = opened.description;
    const named = [
      'E',
      ...before,
      ...(attentionOutBias && layer > 0 ? ['B'] : []),
      ...(qkvBias ? ['bias'] : []),
    ];
    expect(parts.queries.map((part) => part.name).sort()).toEqual([...named].sort());
    expect(parts.keys.map((part) => part.name).sort()).toEqual([...named].sort());
    for (const part of parts.keys) expect(part.vectors.shape).toEqual([last + 1, model.headWidth]);
  });

  test('one pair from the weights by hand: an MLP asks, an embedding is seen', async () => {
    const layer = model.layers - 1;
    const [looking, seen, token] = [model.heads - 1, model.kvHeads - 1, 1];
    const query = await entering(layer, 'q_proj', looking, {
      state: at(hooks.get(blockHook(0, 'hook_mlp_out')) ?? NOTHING, 0, last).data,
      position: last,
    });
    const keyAt = (position: number) =>
      entering(layer, 'k_proj', seen, {
        state: at(hooks.get('hook_embed') ?? NOTHING, 0, position).data,
        position,
      });
    const scores: number[] = [];
    for (const position of keys(last))
      scores.push(inner(query, await keyAt(position)) / Math.sqrt(model.headWidth));
    const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
    const scales = at(hooks.get(blockHook(layer, 'ln1.hook_scale')) ?? NOTHING, 0).data;
    const parts = await headParts(ask, { layer, head: looking }, last, scales);
    const why = qk({
      ...parts,
      scores: wanted(layer, looking, last),
      key: token,
      reference: keys(last),
      top: 1e4,
    });
    const found = why.pairs.find((pair) => pair.query === 'M0' && pair.key === 'E');
    const size = Math.max(...scores.map(Math.abs));
    expect(Math.abs((found?.score ?? 9) - ((scores[token] ?? 0) - mean))).toBeLessThanOrEqual(
      1e-5 * size + 1e-9,
    );
  });

  test('states handed over a layer at a time make the same parts', async () => {
    const layer = model.layers - 1;
    const scales = at(hooks.get(blockHook(layer, 'ln1.hook_scale')) ?? NOTHING, 0).data;
    const address = { layer, head: 0 };
    const [apart, together] = [
      await headParts(ask, address, last, scales, 1),
      await headParts(ask, address, last, scales),
    ];
    const names = (parts: readonly { readonly name: string }[]) => parts.map((part) => part.name).sort();
    expect([names(apart.queries), names(apart.keys)]).toEqual([
      names(together.queries),
      names(together.keys),
    ]);
    for (const { name: part, vectors } of together.keys) {
      const same = apart.keys.find((key) => key.name === part);
      expect(relativeError(same?.vectors ?? NOTHING, vectors), part).toBeLessThanOrEqual(1e-5);
    }
  });

  /** `(γ ∘ state / σ) W`, rotated: one head's rows, in float64. */
  async function entering(
    layer: number,
    projection: 'q_proj' | 'k_proj',
    head: number,
    { state, position }: { readonly state: Float32Array; readonly position: number },
  ): Promise<number[]> {
    const at0 = `model.layers.${layer}`;
    const matrix = await readWeight(opened.weights, `${at0}.self_attn.${projection}.weight`);
    const gain = await readWeight(opened.weights, `${at0}.input_layernorm.weight`);
    const scale = at(hooks.get(blockHook(layer, 'ln1.hook_scale')) ?? NOTHING, 0, position).data[0] ?? 1;
    const row = Array.from({ length: model.headWidth }, (_, i) => {
      const start = (head * model.headWidth + i) * model.width;
      return state.reduce((sum, x, d) => sum + ((gain[d] ?? 0) * x * (matrix[start + d] ?? 0)) / scale, 0);
    });
    return rotatedBy(row, position, opened.description);
  }
});

const inner = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0);
