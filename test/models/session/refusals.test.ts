import { afterAll, describe, expect, test } from 'vitest';
import type { ForwardRequest, Intervention } from '../../../models/loaded.ts';
import { rowBytes, rowsAtOnce, tokenCap } from '../../../models/session/memory.ts';
import { tokenId } from '../../../src/kernel/ids.ts';
import { golden, load } from '../../support/llama-goldens.ts';

const { opened, tokens } = await golden('grouped-linear');
const model = await load(opened);
afterAll(() => model.close());

const some = tokens.slice(0, 1);
const with_ = (intervention: Intervention): ForwardRequest => ({
  tokens: some,
  hooks: ['logits'],
  interventions: [intervention],
});
const ids = (...values: number[]) => values.map(tokenId);

describe('refused by name, before a run', () => {
  test.each<[string, string, ForwardRequest]>([
    ['no rows', 'rows-unequal', { tokens: [], hooks: ['logits'] }],
    ['an empty row', 'rows-unequal', { tokens: [[]], hooks: ['logits'] }],
    ['rows of two lengths', 'rows-unequal', { tokens: [ids(1, 2), ids(1)], hooks: ['logits'] }],
    ['an id past the vocabulary', 'token-outside-vocabulary', { tokens: [ids(97)], hooks: ['logits'] }],
    ['a negative id', 'token-outside-vocabulary', { tokens: [ids(-1)], hooks: ['logits'] }],
    ['half an id', 'token-outside-vocabulary', { tokens: [ids(1.5)], hooks: ['logits'] }],
    [
      'more tokens than the context',
      'prompt-too-long',
      { tokens: [ids(...Array(65).fill(3))], hooks: ['logits'] },
    ],
    [
      'a hook of a layer that is not there',
      'hook-unknown',
      { tokens: some, hooks: ['blocks.3.hook_resid_pre'] },
    ],
    ['a misspelt hook', 'hook-unknown', { tokens: some, hooks: ['blocks.0.hook_resid'] }],
    [
      'logits of a position that is not there',
      'place-outside-run',
      { tokens: some, hooks: ['logits'], logitPositions: [7] },
    ],
    ['a layer that is not there', 'place-outside-run', with_({ kind: 'mlp', layer: 3, gain: 0 })],
    ['a head that is not there', 'place-outside-run', with_({ kind: 'head', layer: 0, head: 6, gain: 0 })],
    [
      'a position that is not there',
      'place-outside-run',
      with_({ kind: 'head', layer: 0, head: 0, position: 7, gain: 0 }),
    ],
    ['a row that is not there', 'place-outside-run', with_({ kind: 'mlp', layer: 0, row: 1, gain: 0 })],
    ['a key that is not there', 'place-outside-run', with_({ kind: 'mask', key: 7 })],
    ['a query that is not there', 'place-outside-run', with_({ kind: 'mask', key: 0, query: -1 })],
    [
      'a baseline of the wrong width',
      'place-outside-run',
      with_({ kind: 'head', layer: 0, head: 0, gain: 0, baseline: new Float32Array(42) }),
    ],
    [
      'a patch of the wrong width',
      'place-outside-run',
      with_({ kind: 'residual', layer: 0, position: 0, value: new Float32Array(8) }),
    ],
  ])('%s: %s', async (_, code, request) => {
    await expect(model.forward(request)).rejects.toMatchObject({ name: 'ModelError', code });
  });

  test('a conversation longer than the context, though each part is short', async () => {
    const long = ids(...Array(40).fill(3));
    const { cache } = await model.forward({ tokens: [long], hooks: [], keepCache: true });
    if (cache === undefined) throw new Error('no cache');
    await expect(model.forward({ tokens: [long], hooks: ['logits'], cache })).rejects.toMatchObject({
      code: 'prompt-too-long',
    });
    await expect(model.forward({ tokens: [ids(1), ids(2)], hooks: ['logits'], cache })).rejects.toMatchObject(
      { code: 'rows-unequal' },
    );
  });

  test('readings of no whole state, of the wrong number of scales, of unknown tokens', async () => {
    const states = new Float32Array(42);
    await expect(model.readout(states.subarray(1), { top: 1, tokens: [] })).rejects.toMatchObject({
      code: 'states-misshapen',
    });
    await expect(model.readout(states, { top: 1, tokens: [], scales: [1, 1] })).rejects.toMatchObject({
      code: 'states-misshapen',
    });
    await expect(model.readout(states, { top: 1, tokens: ids(97) })).rejects.toMatchObject({
      code: 'token-outside-vocabulary',
    });
    await expect(model.metricDirection(new Map([[tokenId(97), 1]]))).rejects.toMatchObject({
      code: 'token-outside-vocabulary',
    });
    await expect(model.metricDirection(new Map())).rejects.toMatchObject({
      code: 'token-outside-vocabulary',
    });
    await expect(model.headWrites([{ layer: 3, head: 0, z: new Float32Array(8) }])).rejects.toMatchObject({
      code: 'place-outside-run',
    });
    await expect(model.headWrites([{ layer: 0, head: 0, z: new Float32Array(9) }])).rejects.toMatchObject({
      code: 'place-outside-run',
    });
  });
});

test.each(['cuda', 'webgpu'] as const)(
  '%s is used, or the processor with a note that says so',
  async (device) => {
    const { opened } = await golden('mistral');
    const asked = await load(opened, device);
    const run = await asked.forward({ tokens: [ids(1, 2, 3)], hooks: ['logits'] });
    await asked.close();
    expect(run.hooks.get('logits')?.shape).toEqual([1, 3, 97]);
    const { device: used, notes } = asked.facts;
    const name = device === 'cuda' ? 'CUDA' : 'WebGPU';
    expect(used === device ? '' : notes.join()).toMatch(
      used === device ? '' : `${name} is not available here`,
    );
    expect([device, 'cpu']).toContain(used);
  },
);

describe('memory', () => {
  const large = {
    ...opened.description,
    layers: 30,
    heads: 9,
    kvHeads: 3,
    headWidth: 64,
    width: 576,
    mlpWidth: 1536,
    context: 8192,
  };

  test('the cap is the longest prompt whose hooks fit the budget', () => {
    const budget = 2 ** 30;
    const cap = tokenCap(large, budget);
    expect(2 * rowBytes(large, cap)).toBeLessThanOrEqual(budget);
    expect(2 * rowBytes(large, cap + 1)).toBeGreaterThan(budget);
  });

  test('it is never above the context, and the facts say it', () => {
    expect(tokenCap(large, 2 ** 50)).toBe(8192);
    expect(model.facts.maxTokens).toBe(64);
  });

  test('rows counted by hand: what the graph of one layer hands out for two tokens', () => {
    const { width: D, heads: H, kvHeads: K, headWidth: dh, mlpWidth: F } = large;
    const perToken = 4 * D + 3 * H * dh + 5 * K * dh + 2 * F; // mid, post, attn, mlp; q, rot, z; k, rot, v and two cached; gate, product
    expect(rowBytes({ ...large, layers: 1 }, 2)).toBe(4 * (2 * perToken + H * 2 * 2));
  });

  test('a batch is cut smaller as prompts grow longer, never below one row', () => {
    const rows = [1, 16, 64, 256, 4096].map((length) => rowsAtOnce(large, length));
    expect(rows).toEqual([...rows].sort((a, b) => b - a));
    expect(rows.at(-1)).toBe(1);
  });
});
