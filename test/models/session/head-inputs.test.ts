import { afterAll, describe, expect, test } from 'vitest';
import type { HeadInputsRequest } from '../../../models/loaded.ts';
import { blockHook } from '../../../src/kernel/hooks.ts';
import { at, type Tensor, tensor } from '../../../src/kernel/tensor.ts';
import { relativeError } from '../../support/closeness.ts';
import { CHECKPOINTS, golden, load } from '../../support/llama-goldens.ts';

const HOOKS = [
  'attn.hook_result',
  'hook_mlp_out',
  'hook_resid_pre',
  'ln1.hook_scale',
  'attn.hook_rot_q',
  'attn.hook_rot_k',
] as const;

describe.each(CHECKPOINTS)('%s', async (name) => {
  const { opened, tokens } = await golden(name);
  const model = await load(opened);
  afterAll(() => model.close());
  const { layers, heads, kvHeads, width, headWidth } = model.facts;
  const ids = tokens[0] ?? [];
  const hooks = Array.from({ length: layers }, (_, layer) =>
    HOOKS.map((hook) => blockHook(layer, hook)),
  ).flat();
  const run = await model.forward({ tokens: [ids], hooks: ['hook_embed', ...hooks] });
  const of = (hook: string): Tensor => at(run.hooks.get(hook) ?? tensor([0], new Float32Array(0)), 0);
  const positions = ids.map((_, i) => i);

  const asked = (layer: number, head: number, side: 'query' | 'key', states: Tensor): HeadInputsRequest => ({
    layer,
    head,
    side,
    states,
    scales: positions.map((i) => at(of(blockHook(layer, 'ln1.hook_scale')), i).data[0] ?? Number.NaN),
    positions,
  });

  test('a whole state gives the query and the key that the run had, biases beside it', async () => {
    for (let layer = 0; layer < layers; layer++)
      for (let head = 0; head < heads; head++)
        for (const side of ['query', 'key'] as const) {
          const whole = of(blockHook(layer, 'hook_resid_pre'));
          const { inputs, bias } = await model.headInputs(asked(layer, head, side, whole));
          const own = side === 'query' ? head : Math.floor((head * kvHeads) / heads);
          const had = of(blockHook(layer, side === 'query' ? 'attn.hook_rot_q' : 'attn.hook_rot_k'));
          const wanted = positions.flatMap((i) => [...at(had, i, own).data]);
          const sum = inputs.data.map((x, i) => x + (bias.data[i] ?? 0));
          const shape = [ids.length, headWidth];
          expect(
            relativeError(tensor(shape, sum), tensor(shape, Float32Array.from(wanted))),
          ).toBeLessThanOrEqual(1e-5);
        }
  });

  test('parts of a state give parts of what the state gives', async () => {
    const layer = layers - 1;
    const whole = await model.headInputs(
      asked(layer, heads - 1, 'key', of(blockHook(layer, 'hook_resid_pre'))),
    );
    const sum = new Float32Array(ids.length * headWidth);
    const add = (states: Tensor) =>
      model.headInputs(asked(layer, heads - 1, 'key', states)).then((part) => {
        sum.forEach((_, i) => {
          sum[i] = (sum[i] ?? 0) + (part.inputs.data[i] ?? 0);
        });
        return part;
      });
    const { earlierBias } = await add(of('hook_embed'));
    for (let earlier = 0; earlier < layer; earlier++) {
      await add(of(blockHook(earlier, 'hook_mlp_out')));
      const results = of(blockHook(earlier, 'attn.hook_result'));
      for (let head = 0; head < heads; head++)
        await add(
          tensor(
            [ids.length, width],
            Float32Array.from(positions.flatMap((i) => [...at(results, i, head).data])),
          ),
        );
    }
    sum.forEach((_, i) => {
      sum[i] = (sum[i] ?? 0) + (earlierBias.data[i] ?? 0);
    });
    expect(relativeError(tensor([ids.length, headWidth], sum), whole.inputs)).toBeLessThanOrEqual(1e-5);
    const biased = earlierBias.data.some((x) => x !== 0);
    expect(biased).toBe(opened.description.attentionOutBias);
  });

  test('heads and states that do not fit are refused in words', async () => {
    const states = of('hook_embed');
    await expect(model.headInputs({ ...asked(0, 0, 'key', states), layer: layers })).rejects.toMatchObject({
      code: 'place-outside-run',
    });
    await expect(model.headInputs(asked(0, heads, 'key', states))).rejects.toMatchObject({
      code: 'place-outside-run',
    });
    await expect(model.headInputs({ ...asked(0, 0, 'key', states), positions: [0] })).rejects.toMatchObject({
      code: 'states-misshapen',
    });
  });
});
