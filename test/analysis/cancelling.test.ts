import { expect, test } from 'vitest';
import { opposedPairs, undone } from '../../src/analysis/cancelling.ts';

const node = (id: string, effect: number) => ({ id, score: effect, effect });

test('two large opposite effects of about equal size are a pair', () => {
  expect(opposedPairs([node('L1H0@2', 2), node('M1@2', -1.9), node('L0H0@2', 0.5)], 4)).toEqual([
    ['L1H0@2', 'M1@2'],
  ]);
});

test('small, unequal or unmeasured nodes are not', () => {
  expect(opposedPairs([node('L1H0@2', 0.3), node('M1@2', -0.3)], 4)).toEqual([]);
  expect(opposedPairs([node('L1H0@2', 2), node('M1@2', -1)], 4)).toEqual([]);
  expect(opposedPairs([{ id: 'L1H0@2', score: 2 }, node('M1@2', -2)], 4)).toEqual([]);
});

test('a node is in one pair only, the largest first', () => {
  const nodes = [node('L1H0@2', 2), node('M1@2', -2), node('L1H1@2', 3), node('M0@2', -3), node('L0H0@2', 2)];
  expect(opposedPairs(nodes, 4)).toEqual([
    ['L1H1@2', 'M0@2'],
    ['L1H0@2', 'M1@2'],
  ]);
});

test('undone: what is left of both is a third of the smaller', () => {
  expect(undone(2, -1.9, 0.1)).toBe(true);
  expect(undone(2, -1.9, 1)).toBe(false);
});
