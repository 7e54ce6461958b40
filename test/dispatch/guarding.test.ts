import { expect, test } from 'vitest';
import { samplingGuard } from '../../src/dispatch/guarding.ts';
import type { GuardAction, Trigger } from '../../src/kernel/guard.ts';
import { tokenId } from '../../src/kernel/ids.ts';

const text = (from: number) => Array.from({ length: 8 }, (_, i) => tokenId(from + i));
const guard = (trigger: Trigger, threshold: number, action: GuardAction) => ({ trigger, threshold, action });
const fed = (depth: number) => ({ depth, answers: Array.from({ length: depth }, (_, i) => text(10 * i)) });

test('recursion: five feedings are let through, the sixth text is acted on, each later one a step further', () => {
  const widen = guard('recursive_depth', 5, 'widen');
  expect(samplingGuard(widen, fed(4))).toBeUndefined();
  expect(samplingGuard(widen, fed(5))).toMatchObject({ watch: 'always', action: 'widen', level: 1 });
  expect(samplingGuard(widen, fed(7))).toMatchObject({ level: 3 });
  expect(samplingGuard({ ...widen, action: 'stop' }, fed(5))).toBe('stop');
});

test('oscillation: acts on the text after the one that swings back', () => {
  const swing = guard('oscillation', 0.5, 'penalise');
  const [a, b, c] = [text(0), text(50), text(90)];
  const after = (...answers: (typeof a)[]) => samplingGuard(swing, { depth: 1, answers });
  expect(after(a, b)).toBeUndefined();
  expect(after(a, b, c)).toBeUndefined();
  expect(after(a, a, a)).toBeUndefined();
  expect(after(a, b, a)).toMatchObject({ watch: 'always', level: 1, seen: [a, b, a] });
  expect(after(a, b, a, c)).toMatchObject({ level: 2 });
});

test('repetition and entropy are watched while the text is written, with what was said before', () => {
  expect(samplingGuard(guard('repetition', 0.2, 'stop'), fed(1))).toEqual({
    watch: 'repetition',
    threshold: 0.2,
    action: 'stop',
    seen: [text(0)],
  });
  expect(samplingGuard(guard('entropy', 0.7, 'widen'), fed(9))).toMatchObject({
    watch: 'entropy',
    seen: { length: 6 },
  });
});
