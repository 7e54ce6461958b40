import { afterAll, expect, test } from 'vitest';
import { commandCosts } from '../../bench/commands.ts';
import { command } from '../../src/dispatch/command.ts';
import type { Progress } from '../../src/kernel/progress.ts';
import { houseAround } from '../support/house.ts';
import { openShipped } from '../support/shipped.ts';

const { runner, close } = await openShipped();
afterAll(close);

test('every measuring command runs its own example in a session of its own; what is refused says why', async () => {
  const house = await houseAround(runner);
  const sessions: number[] = [];
  const looks = command({
    path: 'test.looks',
    asks: 'How many answers are there?',
    example: '.p/test.looks',
    params: {},
    needs: 'session',
    async find({ here }) {
      sessions.push(await here.session.count());
      return [];
    },
    say: () => 'looked',
  });
  const refuses = command({
    ...looks,
    path: 'test.refuses',
    example: '.p/test.refuses The capital of France is',
    needs: 'prompt',
    find: () => Promise.reject(new Error('not today')),
  });
  const lens = house.commands.get('reflect.lens');
  const help = house.commands.get('help');
  if (lens === undefined || help === undefined) throw new Error('no command');
  const commands = new Map([lens, help, looks, refuses].map((each) => [each.path, each]));
  const steps: Progress[] = [];
  const costs = await commandCosts(
    { ...house, commands, here: { ...house.here, commands } },
    { onProgress: (progress) => void steps.push(progress) },
  );
  expect(costs.map(({ path, refused }) => [path, refused])).toEqual([
    ['reflect.lens', undefined],
    ['test.looks', undefined],
    ['test.refuses', 'not today'],
  ]);
  expect(sessions).toEqual([1, 2, 3, 4]); // one answer to go by, then its own rounds
  const [cost] = costs;
  expect(cost?.tokens).toBe(
    (await runner.tokenize('Mary went to the store. John went to the park. The capital of France is')).length,
  );
  expect(Math.min(cost?.whole ?? 0, cost?.bare ?? 0, cost?.first ?? 0, cost?.told ?? 0)).toBeGreaterThan(0);
  expect(steps.map(({ step }) => step)).toEqual(
    ['reflect.lens', 'test.looks', 'test.refuses'].map((path) => `Running ${path}`),
  );
});
