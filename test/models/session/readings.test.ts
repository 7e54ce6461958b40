import { tmpdir } from 'node:os';
import { afterAll, describe, expect, test } from 'vitest';
import { FAMILIES } from '../../../models/families/registry.ts';
import type { RawReadout } from '../../../models/loaded.ts';
import { readoutSession } from '../../../models/session/readout.ts';
import { weightFolder } from '../../../models/session/weight-folder.ts';
import { readWeight } from '../../../models/session/weight-reader.ts';
import { tokenId } from '../../../src/kernel/ids.ts';
import { at, dot, type Tensor } from '../../../src/kernel/tensor.ts';
import { CHECKPOINTS, golden, load } from '../../support/llama-goldens.ts';

describe.each(CHECKPOINTS)('%s', async (name) => {
  const { opened, hooks } = await golden(name);
  const model = await load(opened);
  const { layers, heads, headWidth, width, vocab } = model.facts;
  const { tied, attentionOutBias, normEpsilon } = opened.description;
  afterAll(() => model.close());

  const hook = (address: string): Tensor => hooks.get(address) ?? { shape: [0], data: new Float32Array(0) };
  const weight = (address: string) => readWeight(opened.weights, address);
  const unembedding = await weight(tied ? 'model.embed_tokens.weight' : 'lm_head.weight');
  const gain = await weight('model.norm.weight');
  const states = hook(`blocks.${layers - 1}.hook_resid_post`);
  const last = hook('logits');

  /** Logits of one state, the obvious way; its own scale when none is given. */
  function logitsOf(
    state: Float32Array,
    scale = Math.sqrt(dot(state, state) / width + normEpsilon),
  ): Float32Array {
    const read = state.map((v, i) => (v / scale) * (gain[i] ?? 0));
    return Float32Array.from({ length: vocab }, (_, id) =>
      dot(read, unembedding.subarray(id * width, (id + 1) * width)),
    );
  }
  const total = (logits: Float32Array): number => logits.reduce((sum, logit) => sum + Math.exp(logit), 0);

  test('the last state reads as the model itself: order, probabilities, entropy', async () => {
    const asked = [3, 50, 96].map(tokenId);
    const read = await model.readout(states.data, { top: 4, bottom: 3, tokens: asked });
    for (let row = 0; row < states.data.length / width; row++) {
      const logits = at({ shape: [last.data.length / vocab, vocab], data: last.data }, row).data;
      const order = [...logits.keys()].sort((a, b) => (logits[b] ?? 0) - (logits[a] ?? 0));
      expect(read.top[row]?.map(({ id }) => id)).toEqual(order.slice(0, 4));
      expect(read.bottom[row]?.map(({ id }) => id)).toEqual(order.slice(-3).reverse());
      const probs = [...logits].map((logit) => Math.exp(logit) / total(logits));
      for (const { id, logit, prob } of [...(read.top[row] ?? []), ...(read.bottom[row] ?? [])]) {
        expect(logit).toBeCloseTo(logits[id] ?? Number.NaN, 4);
        expect(prob).toBeCloseTo(probs[id] ?? Number.NaN, 5);
      }
      expect(read.asked[row]?.map(({ prob }) => prob)).toEqual(
        asked.map((id) => expect.closeTo(probs[id] ?? Number.NaN, 5)),
      );
      expect(read.entropy[row]).toBeCloseTo(-probs.reduce((sum, p) => sum + p * Math.log(p), 0), 4);
    }
  });

  test("a state so small that the norm's ε counts reads as the norm says", async () => {
    const small = at(states, 0, 6).data.map((v) => v * 1e-4);
    const read = await model.readout(small, { top: 1, tokens: [tokenId(7)] });
    expect(read.asked[0]?.[0]?.logit).toBeCloseTo(logitsOf(small)[7] ?? Number.NaN, 4);
  });

  test('with scales given the reading is linear: parts of a state sum to the whole', async () => {
    const whole = at(states, 0, 6).data;
    const part = whole.map((v, i) => (i % 3 === 0 ? v : 0));
    const rest = whole.map((v, i) => v - (part[i] ?? 0));
    const tokens = Array.from({ length: vocab }, (_, id) => tokenId(id));
    const three = Float32Array.from([...whole, ...part, ...rest]);
    const read = await model.readout(three, { top: 1, tokens, scales: [1.7, 1.7, 1.7] });
    const [all, a, b] = read.asked.map((row) => row.map(({ logit }) => logit));
    const byHand = logitsOf(whole, 1.7);
    tokens.forEach((id) => {
      expect(all?.[id]).toBeCloseTo(byHand[id] ?? Number.NaN, 4);
      expect((a?.[id] ?? 0) + (b?.[id] ?? 0)).toBeCloseTo(all?.[id] ?? Number.NaN, 4);
    });
    expect(read.bottom).toEqual([[], [], []]);
  });

  test('states more than go through at once are read as each alone', async () => {
    const folder = await weightFolder(opened.weights, tmpdir());
    const { description: described, weights } = opened;
    const context = { family: FAMILIES[described.family], model: described, weights, folder };
    const few = readoutSession(context, 3);
    const ask = { top: 2, bottom: 1, tokens: [tokenId(9)] };
    const [parts, whole] = [await few.read(states.data, ask), await model.readout(states.data, ask)];
    const ids = ({ top, bottom }: RawReadout) =>
      [top, bottom].map((rows) => rows.map((row) => row.map(({ id }) => id)));
    expect(ids(parts)).toEqual(ids(whole));
    expect(parts.entropy).toEqual(whole.entropy.map((nats) => expect.closeTo(nats, 5)));
    expect(parts.asked).toEqual(
      whole.asked.map(([one]) => [
        { logit: expect.closeTo(one?.logit ?? 0, 4), prob: expect.closeTo(one?.prob ?? 0, 5) },
      ]),
    );
    await few.close();
  });

  test('the direction of a metric gives the metric, and heads their share of it', async () => {
    const metric = new Map([
      [tokenId(5), 1],
      [tokenId(60), -1],
    ]);
    const { direction, heads: toHeads, constant, biases } = await model.metricDirection(metric);
    const state = at(states, 0, 6).data;
    const scale = at(hook('ln_final.hook_scale'), 0, 6).data[0] ?? 1;
    const logits = at(last, 0, 6).data;
    expect(dot(direction, state) / scale + constant).toBeCloseTo((logits[5] ?? 0) - (logits[60] ?? 0), 4);
    let sum = biases;
    let expected = 0;
    for (let layer = 0; layer < layers; layer++) {
      const z = at(hook(`blocks.${layer}.attn.hook_z`), 0, 6);
      for (let head = 0; head < heads; head++) sum += dot(at(z, head).data, at(toHeads, layer, head).data);
      expected += dot(at(hook(`blocks.${layer}.hook_attn_out`), 0, 6).data, direction);
    }
    expect(sum).toBeCloseTo(expected, 3);
    expect(biases === 0).toBe(!attentionOutBias);
  });

  test('the Gram matrices give the length of what a head writes, from z', async () => {
    const gram = await model.outputGram();
    expect(gram.shape).toEqual([layers, heads, headWidth, headWidth]);
    for (let layer = 0; layer < layers; layer++)
      for (let head = 0; head < heads; head++) {
        const z = at(hook(`blocks.${layer}.attn.hook_z`), 1, 4, head).data;
        const written = at(hook(`blocks.${layer}.attn.hook_result`), 1, 4, head).data;
        const turned = z.map((_, i) => dot(at(gram, layer, head, i).data, z));
        expect(Math.sqrt(dot(turned, z))).toBeCloseTo(Math.sqrt(dot(written, written)), 4);
      }
  });

  test('what single heads write is their row of hook_result', async () => {
    const picks = [
      { layer: layers - 1, head: 0 },
      { layer: 0, head: heads - 1 },
      { layer: layers - 1, head: 2 },
    ];
    const writes = await model.headWrites(
      picks.map(({ layer, head }) => ({
        layer,
        head,
        z: at(hook(`blocks.${layer}.attn.hook_z`), 0, 3, head).data,
      })),
    );
    expect(writes.shape).toEqual([3, width]);
    for (const [row, { layer, head }] of picks.entries()) {
      const wanted = at(hook(`blocks.${layer}.attn.hook_result`), 0, 3, head).data;
      at(writes, row).data.forEach((v, i) => {
        expect(v).toBeCloseTo(wanted[i] ?? Number.NaN, 5);
      });
    }
  });
});
