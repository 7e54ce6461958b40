import { expect, test } from 'vitest';
import { progressWords, waitingWords } from '../../src/dispatch/progress-words.ts';

test.each([
  [{ step: 'Scoring', done: 2, total: 6, unit: 'steps' }, 'Scoring (2 of 6) …'],
  [{ step: 'Fetching', done: 1, total: 3, unit: 'bytes' }, 'Fetching: 33 %'],
  [{ step: 'Writing', done: 3, total: 40, unit: 'tokens' }, 'Writing (3 of 40 tokens) …'],
  [{ step: 'Opening', done: 0, unit: 'steps' }, 'Opening …'],
  [{ step: 'Opening', done: 0, unit: 'steps', seconds: 3 }, 'Opening, 3 s …'],
  [{ step: 'Writing', done: 3, total: 40, unit: 'tokens', seconds: 2 }, 'Writing (3 of 40 tokens), 2 s …'],
  [{ step: 'Measuring', done: 0, total: 1, unit: 'steps' }, 'Measuring …'],
] as const)('%j is said as “%s”', (progress, words) => {
  expect(progressWords(progress)).toBe(words);
});

test.each([
  [{ ahead: 0, wait: 0 }, 'Starting …'],
  [{ ahead: 1, wait: 0 }, 'One turn is before this one …'],
  [{ ahead: 3, wait: 12_400 }, '3 turns are before this one, about 12 s …'],
])('%j is said as “%s”', (place, words) => {
  expect(waitingWords(place)).toBe(words);
});
