import fc from 'fast-check';
import { expect, test } from 'vitest';
import { distance, nearest, nearestPath } from '../../src/lang/nearest.ts';
import { DEFINITIONS } from './definitions.ts';

/** The definition itself, by recursion. */
function slow(a: string, b: string): number {
  if (a === '' || b === '') return a.length + b.length;
  const [x, y] = [a.slice(0, -1), b.slice(0, -1)];
  const change = a.at(-1) === b.at(-1) ? 0 : 1;
  const ways = [slow(x, b) + 1, slow(a, y) + 1, slow(x, y) + change];
  if (a.length > 1 && b.length > 1 && a.at(-1) === b.at(-2) && a.at(-2) === b.at(-1)) {
    ways.push(slow(a.slice(0, -2), b.slice(0, -2)) + 1);
  }
  return Math.min(...ways);
}

test('the distance is that of its definition', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 6 });
  fc.assert(
    fc.property(word, word, (a, b) => distance(a, b) === slow(a, b)),
    { numRuns: 300 },
  );
});

test.each([
  ['dpeth', 'depth'],
  ['DEPTH', 'depth'],
  ['dep', 'depth'],
  ['de', undefined],
  ['x', undefined],
  ['target1', 'target'],
  ['', undefined],
  ['depth'.repeat(100), undefined],
])('%j is meant as %j', (typed, meant) => {
  expect(nearest(typed, ['target', 'depth', 'top', 'y'])).toBe(meant);
});

test.each([
  ['reflect.trcae', 'reflect.trace'],
  ['reflext.traec', 'reflect.trace'],
  ['reflect.attribution', 'fork.attribution'],
  ['trace', 'reflect.trace'],
  ['trace.reflect', 'reflect.trace'],
  ['collapse.detect', undefined],
  ['anchor.set', undefined],
])('the path %j is meant as %j', (typed, meant) => {
  expect(nearestPath(typed, [...DEFINITIONS.keys()])).toBe(meant);
});
