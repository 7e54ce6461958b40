import { expect, test } from 'vitest';
import { evidenceSpan } from '../../src/analysis/evidence-span.ts';
import { nodeAt } from '../../src/analysis/node-space.ts';
import { nodesOf, randomLike, scoreOf, wholeComponents } from '../../src/analysis/whole-components.ts';
import { tokenId } from '../../src/kernel/ids.ts';
import { tensor } from '../../src/kernel/tensor.ts';

const space = { layers: 2, heads: 3, tokens: 4 };
const all = wholeComponents(space);

test('every head and MLP once, its nodes those of its name at every position', () => {
  expect(all.map(({ id }) => id)).toEqual(['L0H0', 'L0H1', 'L0H2', 'M0', 'L1H0', 'L1H1', 'L1H2', 'M1']);
  for (const component of all)
    expect(nodesOf(space, component).map((node) => nodeAt(space, node))).toEqual(
      [0, 1, 2, 3].map((position) => `${component.id}@${position}`),
    );
  expect(new Set(all.flatMap((component) => nodesOf(space, component))).size).toBe(2 * 4 * 4);
});

test('a component’s score is the sum over positions', () => {
  const nodes = tensor(
    [2, 4, 4],
    Float32Array.from({ length: 32 }, (_, i) => i),
  );
  // M1: layer 1, unit 3, at 16 + 3, 7, 11, 15
  expect(scoreOf(space, nodes, { id: 'M1', layer: 1, unit: 3 })).toBe(4 * 16 + 3 + 7 + 11 + 15);
});

test('random sets hold as many heads and MLPs, none of the set itself, the same for a seed', () => {
  const set = all.filter(({ id }) => ['L0H1', 'L1H1', 'M0'].includes(id));
  const drawn = randomLike(all, set, { heads: 3, count: 20, seed: 4 });
  for (const each of drawn) {
    const names = each.map(({ id }) => id);
    expect([names.filter((id) => id.startsWith('M')), names.length]).toEqual([['M1'], 3]);
    expect(names.some((id) => set.some((component) => component.id === id))).toBe(false);
  }
  expect(randomLike(all, set, { heads: 3, count: 20, seed: 4 })).toEqual(drawn);
});

test('evidence is what the text without it lacks; the seam’s word is the question’s', () => {
  const tokens = (...texts: string[]) =>
    texts.map((text, i) => ({
      id: tokenId(text.trim() === '' ? i : text.length * 7 + text.charCodeAt(text.length - 1)),
      text,
    }));
  const without = tokens('<s>', 'The', ' sky', ' is');
  expect(evidenceSpan(tokens('<s>', 'Look', '.', ' The', ' sky', ' is'), without)).toEqual({
    from: 1,
    to: 3,
  });
  expect(evidenceSpan(tokens('<s>', 'The', ' sun', '.', ' The', ' sky', ' is'), without)).toEqual({
    from: 1,
    to: 4,
  });
  const repeated = tokens('<s>', 'The', ' sky', ' is', ' red', '.', ' The', ' sky', ' is');
  expect(evidenceSpan(repeated, without)).toEqual({ from: 1, to: 6 });
  expect(evidenceSpan(without, without)).toEqual({ from: 0, to: 0 });
});
