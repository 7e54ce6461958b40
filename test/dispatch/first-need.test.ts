import { setImmediate as loopTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { onFirstNeed } from '../../src/dispatch/first-need.ts';
import type { CallOptions } from '../../src/kernel/progress.ts';
import { openShipped } from '../support/shipped.ts';

const opened = await openShipped();
const model = await opened.runner.facts();
await opened.close();

/** A measurement that lasts until it is told how it ends. */
function slow() {
  const ends: { resolve(value: string): void; reject(reason: Error): void }[] = [];
  let kept: string | undefined;
  return {
    ends,
    ask: (name: string, options: CallOptions = {}, fingerprint = model.fingerprint) =>
      onFirstNeed(
        { model: { ...model, fingerprint }, options },
        name,
        async () => kept,
        async () => {
          kept = await new Promise<string>((resolve, reject) => ends.push({ resolve, reject }));
          return kept;
        },
      ),
  };
}

test('several who need it at once wait for one measurement, and are told that they wait', async () => {
  const { ask, ends } = slow();
  const steps: string[] = [];
  const onProgress: CallOptions['onProgress'] = ({ step }) => steps.push(step);
  const answers = [ask('one'), ask('one', { onProgress }), ask('one', { onProgress })];
  await loopTurn();
  expect(ends).toHaveLength(1);
  expect(steps).toEqual(Array(2).fill('Waiting: another question is calibrating this model'));
  ends[0]?.resolve('measured');
  expect(await Promise.all(answers)).toEqual(['measured', 'measured', 'measured']);
  expect(await ask('one')).toBe('measured');
  expect(ends).toHaveLength(1);
});

test('where it fails for the first, the next measures itself', async () => {
  const { ask, ends } = slow();
  const [first, second, third] = [ask('two'), ask('two'), ask('two')];
  await loopTurn();
  ends[0]?.reject(new Error('cancelled'));
  await expect(first).rejects.toThrow('cancelled');
  await loopTurn();
  expect(ends).toHaveLength(2);
  ends[1]?.resolve('at last');
  expect(await Promise.all([second, third])).toEqual(['at last', 'at last']);
});

test('one who waits may go; the measurement goes on', async () => {
  const { ask, ends } = slow();
  const control = new AbortController();
  const first = ask('three');
  const second = ask('three', { signal: control.signal });
  await loopTurn();
  control.abort(new Error('gone'));
  await expect(second).rejects.toThrow('gone');
  ends[0]?.resolve('measured');
  expect(await first).toBe('measured');
});

test('other measurements and other models do not wait', async () => {
  const { ask, ends } = slow();
  const all = [ask('four'), ask('five'), ask('four', {}, 'another model')];
  await loopTurn();
  expect(ends).toHaveLength(3);
  for (const { resolve } of ends) resolve('measured');
  await Promise.all(all);
});
