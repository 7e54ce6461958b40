import { expect, test } from 'vitest';
import type { LogFinding } from '../../src/analysis/log-finding.ts';
import { findingOf } from '../../src/figure/finding-of.ts';
import { logWords, measured } from '../../src/figure/log-words.ts';
import { timelineFigure } from '../../src/figure/timeline.ts';
import { sampleLog } from './sample-log.ts';

const shape = { tokens: [' a', ' b', ' c', ' d'], layers: 6, heads: 1 };
const reply = sampleLog(shape);
const log = findingOf(reply, 'log');
const withLog = (change: Partial<LogFinding>) => ({ ...reply, findings: [{ ...log, ...change }] });
const at = (values: (number | null)[], models: (string | undefined)[] = []) =>
  withLog({
    points: values.map((value, i) => ({
      at: Date.UTC(2026, 0, 1, 23, 50 + i * 9),
      value,
      turn: `e${i}.0`,
      command: 'reflect.lens',
      text: `words ${i}`,
      ...(models[i] !== undefined && { model: models[i] }),
    })),
  });

test('every point of the finding is a point of the picture, and no other', () => {
  const figure = timelineFigure(reply);
  expect(figure?.points.map(({ value }) => value)).toEqual(log.points.map(({ value }) => value));
  expect(figure?.median?.value).toBe(log.median);
  expect(figure?.axis).toBe(log.unit);
});

test('shares stand on 0 to 1, other numbers on their own reach with room around', () => {
  expect(timelineFigure(at([0.2, 0.3]))).toMatchObject({ from: 0, to: 1 });
  expect(timelineFigure(at([0.2, 1.5]))?.to).toBeGreaterThan(1.5);
  const nats = timelineFigure(
    withLog({ unit: 'nats', points: log.points.map((p) => ({ ...p, value: -2 })) }),
  );
  expect([(nats?.from ?? 0) < -2, (nats?.to ?? -9) > -2]).toEqual([true, true]);
});

test('the last, the highest and the lowest are told; one point that is two of them once', () => {
  expect(timelineFigure(at([0.5, 0.1, 0.9, 0.4]))?.notes).toEqual([
    { index: 3, name: 'last', value: '0.4', text: '“words 3”' },
    { index: 2, name: 'highest', value: '0.9', text: '“words 2”' },
    { index: 1, name: 'lowest', value: '0.1', text: '“words 1”' },
  ]);
  expect(timelineFigure(at([0.5, 0.9, null]))?.notes.map(({ name, index }) => [name, index])).toEqual([
    ['last and highest', 1],
    ['lowest', 0],
  ]);
  expect(timelineFigure(at([null, 2]))).toMatchObject({
    notes: [{ index: 1, name: 'the only value' }],
    median: null,
  });
  expect(timelineFigure(at([null, null]))?.notes).toEqual([]);
});

test('a time has its day where one begins', () => {
  expect(timelineFigure(at([1, 2, 3]))?.ticks.map(({ label }) => label)).toEqual([
    '01-01 23:50',
    '23:59',
    '01-02 00:08',
  ]);
});

test('models are told apart, the many last ones together and not joined', () => {
  const models = ['a', 'a', 'b', 'c', 'd', 'e', undefined];
  const figure = timelineFigure(at([1, 1, 1, 1, 1, 1, 1], models));
  expect(figure?.series).toEqual([
    { label: 'a', joined: true },
    { label: 'b', joined: true },
    { label: 'c', joined: true },
    { label: '3 other models', joined: false },
  ]);
  expect(figure?.points.map(({ series }) => series)).toEqual([0, 0, 1, 2, 3, 3, 3]);
});

test('words say the reach, the median, the last, and what has no value', () => {
  expect(logWords(findingOf(at([0.25, 0.75, null]), 'log'))).toBe(
    [
      'next.prob, the probability of the next word, over the last 3 answers of this session.',
      `It went from 0.25 to 0.75, median ${measured(log.median ?? 0)}; the last is without a value (probability, 0 to 1).`,
      '1 answer had none.',
    ].join('\n'),
  );
  expect(logWords({ ...log, metric: null })).toBe('Nothing has been measured in this session yet.');
  expect(timelineFigure(withLog({ metric: null, points: [] }))).toBeUndefined();
});

test.each([
  [0, '0'],
  [12, '12'],
  [-3, '−3'],
  [12345.6, '12,346'],
  [0.5, '0.5'],
  [1.2345, '1.23'],
  [-0.04567, '−0.0457'],
  [0.00001, '1e-5'],
  [120.5, '120.5'],
  [0.9997, '0.9997'],
  [0.99999999, '1'],
  [250.123, '250.1'],
  [30.25, '30.3'],
])('%d is written %s', (value, text) => {
  expect(measured(value)).toBe(text);
});
