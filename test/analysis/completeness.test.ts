import { expect, test } from 'vitest';
import { completeness, isComplete } from '../../src/analysis/completeness.ts';
import { tensor } from '../../src/kernel/tensor.ts';

const attributed = (...scores: number[]) => ({
  metric: 7,
  nodes: tensor([0], new Float32Array(0)),
  embeddings: tensor([scores.length], Float32Array.from(scores)),
  biases: 0,
});

test('the embeddings add up to the way of the metric, or the points were too few', () => {
  const enough = completeness(attributed(0, 9.5, 0), -3, 5);
  expect(enough).toEqual({ sum: 9.5, way: 10, points: 5 });
  expect(isComplete(enough)).toBe(true);
  expect(isComplete(completeness(attributed(14), -3, 5))).toBe(false);
  expect(isComplete(completeness(attributed(6), -3, 5))).toBe(false);
});

test('a metric that falls on the way is judged by its size', () => {
  expect(isComplete(completeness(attributed(-9.5), 17, 5))).toBe(true);
  expect(isComplete(completeness(attributed(9.5), 17, 5))).toBe(false);
});
