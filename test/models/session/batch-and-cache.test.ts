import { afterAll, describe, expect, test } from 'vitest';
import type { ForwardResult, Intervention } from '../../../models/loaded.ts';
import { joined, partsOf } from '../../../models/session/batches.ts';
import { turningRooms } from '../../../models/session/cache-rooms.ts';
import { allHooks } from '../../../src/kernel/hooks.ts';
import { tokenId } from '../../../src/kernel/ids.ts';
import { randomFrom } from '../../../src/kernel/random.ts';
import { at, type Tensor } from '../../../src/kernel/tensor.ts';
import { rowOf } from '../../support/batch-row.ts';
import { relativeError } from '../../support/closeness.ts';
import { golden, load } from '../../support/llama-goldens.ts';

const { opened } = await golden('mistral');
const model = await load(opened);
const { layers, vocab } = model.facts;
const hooks = allHooks(layers);
afterAll(() => model.close());

const random = randomFrom(11);
const prompts = Array.from({ length: 5 }, () =>
  Array.from({ length: 9 }, () => tokenId(Math.floor(random() * vocab))),
);
const cacheOf = ({ cache }: ForwardResult) => (cache === undefined ? {} : { cache });
const get = (from: ReadonlyMap<string, Tensor>, hook: string): Tensor => {
  const found = from.get(hook);
  if (found === undefined) throw new Error(`no ${hook}`);
  return found;
};

test('rows of a batch equal runs of their own, at every hook', async () => {
  const batch = await model.forward({ tokens: prompts, hooks });
  for (const [row, prompt] of prompts.entries()) {
    const alone = await model.forward({ tokens: [prompt], hooks });
    for (const hook of hooks)
      expect(relativeError(rowOf(batch.hooks.get(hook), row), get(alone.hooks, hook)), hook).toBeLessThan(
        2e-6,
      );
  }
});

describe('with the cache', () => {
  test.each([1, 4, 8])('%i tokens first, the rest after, equal one run at every hook', async (first) => {
    const whole = await model.forward({ tokens: prompts, hooks });
    const start = await model.forward({
      tokens: prompts.map((p) => p.slice(0, first)),
      hooks: [],
      keepCache: true,
    });
    if (start.cache === undefined) throw new Error('no cache');
    expect([start.cache.rows, start.cache.length]).toEqual([5, first]);
    const rest = await model.forward({
      tokens: prompts.map((p) => p.slice(first)),
      hooks,
      cache: start.cache,
    });
    for (const hook of hooks) {
      const byQuery = /scores|pattern/.test(hook);
      const wanted = tail(get(whole.hooks, hook), byQuery ? 2 : 1, first);
      expect(relativeError(get(rest.hooks, hook), wanted), hook).toBeLessThan(2e-6);
    }
  });

  test('one token at a time equals one run', async () => {
    const whole = await model.forward({ tokens: prompts, hooks: ['logits'] });
    let step = await model.forward({
      tokens: prompts.map((p) => p.slice(0, 1)),
      hooks: ['logits'],
      keepCache: true,
    });
    for (let t = 1; t < 9; t++) {
      if (step.cache === undefined) throw new Error('no cache');
      const next = prompts.map((p) => p.slice(t, t + 1));
      step = await model.forward({ tokens: next, hooks: ['logits'], cache: step.cache, keepCache: true });
      const wanted = tail(get(whole.hooks, 'logits'), 1, t, t + 1);
      expect(relativeError(get(step.hooks, 'logits'), wanted)).toBeLessThan(2e-6);
    }
  });

  test('laid in given room it is the same, two tokens at a time, the rooms used in turn', async () => {
    const next = turningRooms(model.facts, 5, 9);
    const start = { tokens: prompts.map((p) => p.slice(0, 1)), hooks: [], keepCache: true };
    let [own, roomed] = [await model.forward(start), await model.forward({ ...start, cacheRoom: next() })];
    for (let t = 1; t < 9; t += 2) {
      const step = { tokens: prompts.map((p) => p.slice(t, t + 2)), hooks: ['logits'], keepCache: true };
      own = await model.forward({ ...step, ...cacheOf(own) });
      roomed = await model.forward({ ...step, ...cacheOf(roomed), cacheRoom: next() });
      expect(roomed.cache).toEqual(own.cache);
      expect(get(roomed.hooks, 'logits')).toEqual(get(own.hooks, 'logits'));
    }
    expect(new Set(roomed.cache?.layers.map(({ key }) => key.data.byteLength))).toEqual(
      new Set([4 * 5 * 9 * model.facts.kvHeads * model.facts.headWidth]),
    );
  });

  test('one cache may be continued twice: a run does not change it', async () => {
    const start = await model.forward({ tokens: [prompts[0] ?? []], hooks: [], keepCache: true });
    if (start.cache === undefined) throw new Error('no cache');
    const go = () =>
      model.forward({
        tokens: [[tokenId(3)]],
        hooks: ['logits'],
        ...(start.cache ? { cache: start.cache } : {}),
      });
    const [once, twice] = [await go(), await go()];
    expect(get(twice.hooks, 'logits').data).toEqual(get(once.hooks, 'logits').data);
  });
});

test('logits of chosen positions are those of the full run, in the order asked', async () => {
  const whole = await model.forward({ tokens: prompts, hooks: ['logits'] });
  const some = await model.forward({ tokens: prompts, hooks: ['logits'], logitPositions: [8, 2] });
  expect(get(some.hooks, 'logits').shape).toEqual([5, 2, vocab]);
  for (const row of prompts.keys())
    for (const [i, position] of [8, 2].entries())
      expect(at(get(some.hooks, 'logits'), row, i).data).toEqual(
        at(get(whole.hooks, 'logits'), row, position).data,
      );
});

test('every tensor handed out has a buffer of its own, which may be transferred', async () => {
  const run = await model.forward({ tokens: prompts, hooks, keepCache: true });
  const buffers = [...run.hooks.values()].map(({ data }) => data.buffer);
  expect(new Set(buffers).size).toBe(hooks.length);
  for (const { data } of run.hooks.values()) expect(data.byteLength).toBe(data.buffer.byteLength);
  expect(() =>
    structuredClone(buffers, { transfer: buffers.filter((each) => each instanceof ArrayBuffer) }),
  ).not.toThrow();
});

test('a batch cut into parts gives what it gives whole, interventions and cache included', async () => {
  const interventions: Intervention[] = [
    { kind: 'head', layer: 0, head: 1, gain: 0 },
    { kind: 'mlp', layer: 1, gain: 0, row: 3 },
    { kind: 'mask', key: 1, row: 4 },
  ];
  const start = await model.forward({ tokens: prompts, hooks: [], keepCache: true });
  if (start.cache === undefined) throw new Error('no cache');
  const cacheRoom = turningRooms(model.facts, 5, 18)();
  const request = { tokens: prompts, hooks, interventions, cache: start.cache, keepCache: true, cacheRoom };
  const whole = await model.forward(request);
  const parts = partsOf(request, 2);
  expect(parts.map((part) => part.tokens.length)).toEqual([2, 2, 1]);
  const results = [];
  for (const part of parts) results.push(await model.forward(part));
  const together = joined(results);
  for (const hook of hooks)
    expect(relativeError(get(together.hooks, hook), get(whole.hooks, hook)), hook).toBeLessThan(2e-6);
  expect(together.cache?.layers.map(({ key }) => key.shape)).toEqual(
    whole.cache?.layers.map(({ key }) => key.shape),
  );
  expect(together.cache?.rows).toBe(5);
});

/** Indices `from … to − 1` of one axis. */
function tail({ shape, data }: Tensor, axis: number, from: number, to = shape[axis] ?? 0): Tensor {
  const inner = shape.slice(axis + 1).reduce((a, b) => a * b, 1);
  const length = shape[axis] ?? 0;
  const outer = data.length / (inner * length);
  const kept = Array.from({ length: outer }, (_, o) => [
    ...data.subarray((o * length + from) * inner, (o * length + to) * inner),
  ]);
  return { shape: shape.map((n, i) => (i === axis ? to - from : n)), data: Float32Array.from(kept.flat()) };
}
