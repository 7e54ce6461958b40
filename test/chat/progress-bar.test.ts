import fc from 'fast-check';
import { expect, test } from 'vitest';
import { progressBar } from '../../src/chat/progress-bar.ts';
import { amounts, speedometer, timeInWords } from '../../src/chat/progress-line.ts';

function terminal(isTTY: boolean, columns = 200) {
  let text = '';
  let time = 0;
  const output = { isTTY, columns, write: (more: string) => (text += more) };
  return { bar: progressBar(output, () => time), pass: (ms: number) => (time += ms), text: () => text };
}
const bytes = (done: number, total = 100e6, step = 'Fetching x') =>
  ({ step, done, total, unit: 'bytes' }) as const;

test('a line tells how far, how fast and how long', () => {
  expect(amounts(bytes(50e6), 10e6)).toBe(
    '[████████████            ]  50 %  50 MB of 100 MB  10 MB/s  5 s left',
  );
  expect(amounts(bytes(100e6), 10e6)).toBe('[████████████████████████] 100 %  100 MB of 100 MB  10 MB/s');
  expect(amounts({ step: 's', done: 7, unit: 'tokens' }, 3)).toBe('7 tokens  3 tokens/s');
  expect(amounts(bytes(99_999_999), undefined)).toContain(' 99 %');
});

test('speed follows the last seconds', () => {
  const speed = speedometer();
  expect(speed.at(0, 0)).toBeUndefined();
  for (let second = 1; second <= 10; second++) speed.at(second * 100, second * 1000);
  for (let second = 11; second <= 20; second++) speed.at(1000 + (second - 10) * 500, second * 1000);
  expect(speed.at(6500, 21_000)).toBeCloseTo(500);
});

test('a steady speed is measured as what it is, whenever it is read', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1e6 }),
      fc.array(fc.integer({ min: 1, max: 3_000 }), { minLength: 1 }),
      (rate, steps) => {
        const speed = speedometer();
        let now = 0;
        speed.at(0, 0);
        for (const step of steps) {
          now += step;
          const read = speed.at(rate * now, now);
          if (read !== undefined) expect(read / (rate * 1000)).toBeCloseTo(1, 9);
        }
      },
    ),
  );
});

test('on a terminal one line is written over, closed by the next step and by the end', () => {
  const { bar, pass, text } = terminal(true);
  bar(bytes(0));
  pass(50);
  bar(bytes(1e6));
  pass(60);
  bar(bytes(2e6));
  bar(bytes(100e6));
  bar(bytes(0, 10e6, 'Unpacking x'));
  bar.end();
  bar.end();
  const lines = text().split('\n');
  expect(lines).toHaveLength(3);
  expect(lines[0]?.match(/\d+ MB of|\d+ bytes of|\d\.\d MB of/g)).toEqual([
    '0 bytes of',
    '2.0 MB of',
    '100 MB of',
  ]);
  expect(lines[1]).toMatch(/^\rUnpacking x /);
  expect(lines[1]?.endsWith('\x1b[K')).toBe(true);
});

test('a narrow terminal loses the name before the numbers', () => {
  const { bar, text } = terminal(true, 40);
  bar(bytes(50e6, 100e6, 'Fetching a model with a very long name'));
  const shown = text().replace('\r', '').replace('\x1b[K', '');
  expect([...shown].length).toBeLessThan(40);
  expect(shown).toMatch(/^….*50 MB of 100 MB$/);
});

test('in a log there is a line every five seconds, and the last', () => {
  const { bar, pass, text } = terminal(false);
  for (let second = 0; second <= 12; second++, pass(1_000)) bar(bytes(second * 1e6));
  for (const _ of [1, 2, 3]) bar(bytes(100e6));
  bar.end();
  expect(text().match(/[\d.]+ (MB|bytes) of/g)).toEqual(['0 bytes of', '5.0 MB of', '10 MB of', '100 MB of']);
  expect(text()).not.toContain('\r');
});

test('times as a person waits by them', () => {
  expect([0.2, 59, 60, 3_599, 3_600, 7_500].map(timeInWords)).toEqual([
    '1 s',
    '59 s',
    '1 min',
    '1 h 00 min',
    '1 h 00 min',
    '2 h 05 min',
  ]);
});
