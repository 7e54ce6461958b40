import { expect, test } from 'vitest';
import { clauseOf, clusterAnswers, normalisedAnswer } from '../../src/analysis/answer-clusters.ts';

test('answers are compared by the words of their first clause', () => {
  const same = [
    ' the City of Paris, France.',
    'city of Paris',
    'A city of PARIS — the capital',
    ' city of Pâris\nQ:',
    'city of Paris and its river',
  ];
  expect(new Set(same.map(normalisedAnswer))).toEqual(new Set(['city of paris']));
  expect(normalisedAnswer('The Hague')).toBe('hague');
  expect(normalisedAnswer('another')).toBe('another');
  expect(normalisedAnswer(' . ')).toBe('');
});

test('a comma or point within a number is part of it; accents and other scripts stay apart', () => {
  expect(normalisedAnswer('1,000 people, or more')).toBe('1 000 people');
  expect(normalisedAnswer('3.5 m. More')).toBe('3 5 m');
  expect(normalisedAnswer('巴黎，法国')).not.toBe(normalisedAnswer('東京'));
  expect(clauseOf('  Mary (his wife) said')).toBe('Mary');
});

test('clusters by hand: largest first, then by the first sample; shares sum to one', () => {
  const clusters = clusterAnswers([
    ' Rome.',
    ' Paris',
    'the Paris, I think',
    '',
    ' Rome',
    ' PARIS!',
    'Lyon',
    '.',
  ]);
  expect(clusters).toEqual([
    { text: 'Paris', members: [1, 2, 5], p: 3 / 8 },
    { text: 'Rome', members: [0, 4], p: 2 / 8 },
    { text: '', members: [3, 7], p: 2 / 8 },
    { text: 'Lyon', members: [6], p: 1 / 8 },
  ]);
  expect(clusterAnswers([])).toEqual([]);
});
