import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { heartbeat } from '../../src/dispatch/heartbeat.ts';
import type { Progress } from '../../src/kernel/progress.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const READING: Progress = { step: 'Reading', done: 1, total: 3, unit: 'steps' };

function listen() {
  const told: Progress[] = [];
  return { told, ...heartbeat((progress) => void told.push(progress)) };
}

test('a step that says nothing is said again each second, with how long it takes', () => {
  const { tell, told, rest } = listen();
  vi.advanceTimersByTime(3_000);
  expect(told).toEqual([]); // nothing is known yet
  tell(READING);
  vi.advanceTimersByTime(2_500);
  expect(told).toEqual([READING, { ...READING, seconds: 1 }, { ...READING, seconds: 2 }]);
  rest();
  vi.advanceTimersByTime(5_000);
  expect(told).toHaveLength(3);
});

test('what is told puts the beat off, and a new step counts anew', () => {
  const { tell, told } = listen();
  for (let done = 0; done < 4; done++) {
    tell({ ...READING, done });
    vi.advanceTimersByTime(800);
  }
  expect(told.map(({ seconds }) => seconds)).toEqual([undefined, undefined, undefined, undefined]);
  vi.advanceTimersByTime(200);
  expect(told.at(-1)).toEqual({ ...READING, done: 3, seconds: 1 });
});

test('what is told again without having moved goes on counting', () => {
  const { tell, told } = listen();
  tell(READING);
  vi.advanceTimersByTime(700);
  tell(READING);
  vi.advanceTimersByTime(1_300);
  expect(told.at(-1)).toEqual({ ...READING, seconds: 2 });
});
