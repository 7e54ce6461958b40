import { expect, test } from 'vitest';
import { gate } from '../../src/kernel/gate.ts';

test('at most two run at once, all run, in order, and a failure makes room', async () => {
  const through = gate(2);
  const started: number[] = [];
  let running = 0;
  let most = 0;
  const task = (id: number) =>
    through(async () => {
      started.push(id);
      most = Math.max(most, ++running);
      await new Promise((resolve) => setImmediate(resolve));
      running--;
      if (id === 1) throw new Error('one fails');
      return id;
    });
  const results = await Promise.allSettled([0, 1, 2, 3, 4].map(task));
  expect(most).toBe(2);
  expect(started).toEqual([0, 1, 2, 3, 4]);
  expect(results.map(({ status }) => status)).toEqual([
    'fulfilled',
    'rejected',
    'fulfilled',
    'fulfilled',
    'fulfilled',
  ]);
});
