import { expect, test } from 'vitest';
import { synchronise } from '../../src/analysis/recursion.ts';

const pass = (...layers: (number | null)[]) => ({
  text: '',
  tokens: layers.map((layer, id) => ({ id, text: 'w', layer, own: true })),
});

test('a pass has settled at its deepest word, one with a word of the last state never', () => {
  const { passes } = synchronise([pass(1, 4, 2), pass(1, null, 2)], 'auto', 6);
  expect(passes.map(({ all }) => all)).toEqual([4, null]);
  expect(passes.map(({ median }) => median)).toEqual([2, 2]); // 1 2 4; 1 2 5
});

test('a given target: the first pass of which all have settled by it, and whether it stays', () => {
  const three = [pass(1, 5), pass(2, 3), pass(3, 3)];
  expect(synchronise(three, 3, 6)).toMatchObject({
    synced: 2,
    stays: true,
    target: { layer: 3, from: 'given' },
  });
  expect(synchronise(three, 2, 6)).toMatchObject({ synced: null, stays: false });
  expect(synchronise([pass(1), pass(5), pass(1)], 3, 6)).toMatchObject({ synced: 1, stays: false });
  expect(synchronise(three, 2, 6).passes.map(({ settled }) => settled)).toEqual([0.5, 0.5, 0]);
});

test('auto: the layer by which nine of ten words of pass 1 have settled', () => {
  const first = pass(0, 1, 1, 1, 2, 2, 2, 3, 3, 5);
  expect(synchronise([first, pass(3, 2)], 'auto', 6)).toMatchObject({
    synced: 2,
    target: { layer: 3, from: 'auto' },
  });
  expect(synchronise([pass(1, 2, null, null)], 'auto', 6).target.layer).toBe(2);
  expect(synchronise([pass(null, null)], 'auto', 6)).toMatchObject({ synced: null, target: { layer: null } });
});

test('nothing said is nothing settled', () => {
  expect(synchronise([], 'auto', 6)).toEqual({
    passes: [],
    target: { layer: null, from: 'auto' },
    synced: null,
    stays: false,
  });
});
