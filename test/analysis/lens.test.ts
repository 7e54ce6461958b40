import { expect, test } from 'vitest';
import { depths, lens, lensStates, settledAt } from '../../src/analysis/lens.ts';
import { next } from '../../src/analysis/next.ts';
import { tokenId } from '../../src/kernel/ids.ts';
import { at } from '../../src/kernel/tensor.ts';
import type { Readout } from '../../src/kernel/trace.ts';
import { TINY, tinyTrace } from '../support/tiny-trace.ts';

const reading = (id: number, logit: number, prob: number) => ({
  token: { id: tokenId(id), text: `t${id}` },
  logit,
  prob,
});

const row = (hook: string, id: number) => ({
  hook,
  position: 3,
  top: [{ id: tokenId(id), text: `t${id}`, prob: 0.5 }],
});

test('depths run from the embedding through both halves of every layer', () => {
  expect(depths(2)).toEqual([
    'hook_embed',
    'blocks.0.hook_resid_mid',
    'blocks.0.hook_resid_post',
    'blocks.1.hook_resid_mid',
    'blocks.1.hook_resid_post',
  ]);
});

test('states are stacked position by position, depth fastest', () => {
  const { trace } = tinyTrace(31);
  const states = lensStates(trace, [1, 3]);
  expect(states.shape).toEqual([10, TINY.width]);
  const mid = at(trace.hooks.get('blocks.1.hook_resid_mid') ?? missing(), 0, 3).data;
  expect([...at(states, 5 + 3).data]).toEqual([...mid]);
});

test('the answer settles at the first layer after which it never loses the lead', () => {
  const rows = [
    'hook_embed',
    'blocks.0.hook_resid_mid',
    'blocks.0.hook_resid_post',
    'blocks.1.hook_resid_mid',
    'blocks.1.hook_resid_post',
  ];
  const settle = (...ids: number[]) =>
    settledAt(
      rows.map((hook, i) => row(hook, ids[i] ?? 0)),
      3,
    ).layer;
  expect(settle(1, 2, 1, 2, 2)).toBe(1);
  expect(settle(1, 2, 2, 2, 2)).toBe(0);
  expect(settle(2, 2, 2, 2, 2)).toBe(0);
  expect(settle(2, 2, 2, 1, 2)).toBeNull();
});

test('rows carry what was read, in order, and follow the explained token', () => {
  const { trace } = tinyTrace(32);
  const readout: Readout = {
    top: Array.from({ length: 5 }, (_, d) => [reading(d, 1, 0.1 * (d + 1))]),
    bottom: [],
    asked: Array.from({ length: 5 }, (_, d) => [{ logit: 0, prob: d / 10 }]),
    entropy: [],
  };
  const found = lens(trace, [3], readout);
  expect(found.rows.map(({ hook }) => hook)).toEqual(depths(2));
  expect(found.rows.map(({ answer }) => answer)).toEqual([0, 0.1, 0.2, 0.3, 0.4]);
  expect(found.settles).toEqual([{ position: 3, layer: null, answer: { id: 4, text: 't4' } }]);
});

test('next reports the reading and how far it lies from the run’s own logits', () => {
  const { trace, logits } = tinyTrace(33);
  const own = logits.at(-1) ?? missing();
  const best = own.indexOf(Math.max(...own));
  const readout: Readout = {
    top: [[reading(best, (own[best] ?? 0) + 0.5, 0.4)]],
    bottom: [],
    asked: [],
    entropy: [1.5],
  };
  const found = next(trace, readout);
  expect(found).toMatchObject({ token: { id: best }, prob: 0.4, entropy: 1.5 });
  expect(found.control).toContain('5.0e-1');
});

function missing(): never {
  throw new Error('the trace lacks a hook');
}
