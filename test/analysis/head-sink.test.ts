import { expect, test } from 'vitest';
import { restsOnFirst } from '../../src/analysis/head-sink.ts';

test.each([
  ['much attention that carries little', [0.9, 0.05, 0.05], [0.3, 0.4, 0.3], true],
  ['nearly all attention, each unit carrying less than half', [0.93, 0.07], [0.84, 0.16], true],
  ['much attention that carries as much as any', [0.9, 0.1], [0.9, 0.1], false],
  ['little attention', [0.1, 0.9], [0.01, 0.99], false],
  ['the only token', [1], [1], false],
  ['all attention, and so all that is carried', [1, 0], [1, 0], false],
])('%s', (_, pattern, weighted, sink) => {
  expect(restsOnFirst(pattern, weighted)).toBe(sink);
});
