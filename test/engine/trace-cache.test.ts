import { expect, test } from 'vitest';
import type { ForwardRequest, Intervention } from '../../models/loaded.ts';
import { runTrace } from '../../src/engine/run-trace.ts';
import { createTraceCache, LAST_LOGITS } from '../../src/engine/trace-cache.ts';
import { traceKey } from '../../src/engine/trace-key.ts';
import { tensor } from '../../src/kernel/tensor.ts';
import { ids } from '../support/byte-codec.ts';
import { tinyModel } from '../support/tiny-model.ts';

const of = (...values: number[]) => tensor([1, values.length], Float32Array.from(values));

test('the least recently used run leaves when the bytes are spent', () => {
  const cache = createTraceCache(2 * 41); // two runs of ten numbers, and no third
  const ten = new Map([['h', tensor([10], new Float32Array(10))]]);
  cache.add('a', ten);
  cache.add('b', ten);
  cache.find('a', ['h']);
  cache.add('c', ten);
  expect(['a', 'b', 'c'].map((key) => cache.find(key, ['h']).size)).toEqual([1, 0, 1]);
});

test('a run larger than the whole cache is not kept, and takes nothing with it', () => {
  const cache = createTraceCache(50);
  cache.add('small', new Map([['h', of(1)]]));
  cache.add('large', new Map([['h', tensor([100], new Float32Array(100))]]));
  expect([cache.find('small', ['h']).size, cache.find('large', ['h']).size]).toEqual([1, 0]);
});

test('hooks gather: two asks make one that serves both, and any part', () => {
  const cache = createTraceCache(1000);
  cache.add('k', new Map([['p', of(1)]]));
  cache.add('k', new Map([['q', of(2)]]));
  expect([...cache.find('k', ['q', 'p', 'r']).keys()]).toEqual(['q', 'p']);
});

test('all logits serve the last ones; the last ones do not serve all', () => {
  const cache = createTraceCache(1000);
  cache.add('all', new Map([['logits', tensor([1, 2, 3], Float32Array.from([1, 2, 3, 4, 5, 6]))]]));
  cache.add('last', new Map([[LAST_LOGITS, tensor([1, 1, 3], Float32Array.from([4, 5, 6]))]]));
  expect(cache.find('all', [LAST_LOGITS]).get(LAST_LOGITS)).toEqual(
    tensor([1, 1, 3], Float32Array.from([4, 5, 6])),
  );
  expect(cache.find('last', ['logits']).size).toBe(0);
});

/** What the model was asked to run, in order. */
function watched() {
  const model = tinyModel();
  const runs: ForwardRequest[] = [];
  const forward = async (request: ForwardRequest) => {
    runs.push(request);
    return model.forward(request);
  };
  return { runs, model: { ...model, forward } };
}

test('the model runs for what is missing, and only then', async () => {
  const { runs, model } = watched();
  const cache = createTraceCache(1e6);
  const ask = (hooks: string[], logits?: 'last') =>
    runTrace(model, cache, { tokens: ids('abc'), hooks, ...(logits && { logits }) }, 1e9);
  await ask(['hook_embed', 'blocks.0.attn.hook_z']);
  await ask(['blocks.0.attn.hook_z']);
  await ask(['hook_embed', 'blocks.0.hook_resid_post'], 'last');
  await ask(['blocks.0.hook_resid_post', 'blocks.0.attn.hook_z'], 'last');
  expect(runs.map(({ hooks, logitPositions }) => [hooks, logitPositions])).toEqual([
    [['hook_embed', 'blocks.0.attn.hook_z'], undefined],
    [['blocks.0.hook_resid_post', 'logits'], [2]],
  ]);
});

test('a run that fails leaves nothing behind', async () => {
  const { runs, model } = watched();
  const cache = createTraceCache(1e6);
  const ask = (hooks: string[]) => runTrace(model, cache, { tokens: ids('ab'), hooks }, 1e9);
  await expect(ask(['hook_embed', 'no.such'])).rejects.toMatchObject({ code: 'hook-unknown' });
  await ask(['hook_embed']);
  expect(runs).toHaveLength(2);
});

test('the key tells apart whatever makes another run, and nothing else', () => {
  const head = { kind: 'head', layer: 1, head: 2, gain: 0 } as const;
  const vector = Float32Array.from([1, 2]);
  const different: [string, string, Intervention[]][] = [
    ['m', 'ab', []],
    ['n', 'ab', []],
    ['m', 'ba', []],
    ['m', 'ab', [head]],
    ['m', 'ab', [{ ...head, position: 0 }]],
    ['m', 'ab', [{ ...head, row: 0 }]],
    ['m', 'ab', [{ ...head, gain: 0.5 }]],
    ['m', 'ab', [{ ...head, baseline: vector }]],
    ['m', 'ab', [{ ...head, baseline: Float32Array.from([1, 3]) }]],
    ['m', 'ab', [head, head]],
    ['m', 'ab', [{ kind: 'mlp', layer: 1, gain: 0 }]],
    ['m', 'ab', [{ kind: 'residual', layer: 1, position: 0, value: vector }]],
    ['m', 'ab', [{ kind: 'mask', key: 0 }]],
    ['m', 'ab', [{ kind: 'mask', key: 0, query: 1 }]],
    ['m', 'ab', [{ kind: 'mask', key: 0, from: 1 }]],
  ];
  const keys = different.map(([model, text, changes]) => traceKey(model, ids(text), changes));
  expect(new Set(keys).size).toBe(different.length);
  const reordered: Intervention = { gain: 0, head: 2, layer: 1, kind: 'head', baseline: vector.slice() };
  expect(traceKey('m', ids('ab'), [reordered])).toBe(keys[7]);
  expect(traceKey('m', ids('ab'))).toBe(keys[0]);
});
