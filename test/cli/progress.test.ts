import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { patientProgress } from '../../src/cli/patient-progress.ts';
import type { Progress } from '../../src/kernel/progress.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function listening() {
  const seen: string[] = [];
  const bar = ({ step, done }: Progress) => void seen.push(`${step} ${done}`);
  return { seen, progress: patientProgress(Object.assign(bar, { end: () => void seen.push('end') }), 1000) };
}

const at = (step: string, done: number): Progress => ({ step, done, total: 10, unit: 'steps' });

test('steps that end within their second are never mentioned', () => {
  const { seen, progress } = listening();
  for (const step of ['reading', 'opening', 'measuring']) {
    progress(at(step, 0));
    vi.advanceTimersByTime(900);
    progress(at(step, 10));
  }
  vi.advanceTimersByTime(5000); // a long silence after the end of the last is not its
  progress.end();
  vi.advanceTimersByTime(5000);
  expect(seen).toEqual(['end']);
});

test('a step that takes longer is told as it stands, without waiting for its next event', () => {
  const { seen, progress } = listening();
  progress(at('reading', 1));
  vi.advanceTimersByTime(500);
  progress(at('reading', 4));
  vi.advanceTimersByTime(499);
  expect(seen).toEqual([]);
  vi.advanceTimersByTime(1);
  progress(at('reading', 7));
  progress(at('reading', 10));
  expect(seen).toEqual(['reading 4', 'reading 7', 'reading 10']);
});

test('every step has a second of its own, also the same one in the next turn', () => {
  const { seen, progress } = listening();
  progress(at('reading', 1));
  vi.advanceTimersByTime(1000);
  progress(at('opening', 1));
  vi.advanceTimersByTime(900);
  progress.end();
  progress(at('opening', 2));
  vi.advanceTimersByTime(900);
  expect(seen).toEqual(['reading 1', 'end']);
  vi.advanceTimersByTime(100);
  expect(seen).toEqual(['reading 1', 'end', 'opening 2']);
});
