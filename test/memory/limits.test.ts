import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RUN_WINDOW } from '../../src/kernel/limits.ts';
import { limitFacts } from '../../src/memory/limits.ts';
import { openRuns } from '../../src/memory/runs.ts';
import { openStore } from '../../src/memory/store.ts';
import { event } from './event.ts';
import { folder } from './folder.ts';

test('limits are facts: writers at once undo nothing, holders are apart, unset ones are absent', async () => {
  const limits = limitFacts(openStore('memory:', ''), 'w');
  await Promise.all([
    limits.set('role', 'x', 'runsPerMinute', 3),
    limits.set('role', 'x', 'quiet', false),
    limits.set('person', 'x', 'samples', 9),
  ]);
  expect(await limits.of('role', 'x')).toEqual({ runsPerMinute: 3, quiet: false });
  expect(await limits.of('person', 'x')).toEqual({ samples: 9 });
  expect(await limits.of('channel', 'x')).toEqual({});
  await limits.set('role', 'x', 'runsPerMinute', undefined);
  expect(await limits.of('role', 'x')).toEqual({ quiet: false });
  for (const wrong of [-1, 1.5, Number.NaN])
    await expect(limits.set('role', 'x', 'samples', wrong)).rejects.toThrow(RangeError);
});

test('runs of the last minute are known after a restart, and one delivered twice counts once', async () => {
  const home = await folder();
  const before = openStore(undefined, home);
  for (const [id, at] of [
    ['a', 1],
    ['b', 500],
    ['a', 1],
  ] as const)
    await openRuns(before).enter(event(id, at));
  await before.close();
  const after = openStore(undefined, home);
  expect(await openRuns(after).enter(event('c', RUN_WINDOW))).toEqual({
    channel: [500, 1],
    person: [500, 1],
  });
  await openRuns(after).leave(event('b', 500));
  expect((await openRuns(after).enter(event('d', RUN_WINDOW + 1))).person).toEqual([RUN_WINDOW]);
  await after.close();
});

test('processes that enter at once never let in more than the limit together', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat(50), { minLength: 1, maxLength: 12 }),
      fc.integer({ min: 1, max: 6 }),
      async (times, limit) => {
        const store = openStore('memory:', '');
        let admitted = 0;
        await Promise.all(
          times.map(async (at, i) => {
            const runs = openRuns(store); // one for each process: nothing shared but the store
            const mine = event(`e${i}`, at);
            const { channel } = await runs.enter(mine);
            if (channel.length < limit) admitted++;
            else await runs.leave(mine);
          }),
        );
        expect(admitted).toBeLessThanOrEqual(limit);
        if (times.length <= limit) expect(admitted).toBe(times.length);
        const kept = await store.space('runs/w/channel/c').lastKeys(99);
        expect(kept).toHaveLength(admitted);
      },
    ),
    { numRuns: 100 },
  );
});

test('old runs do not pile up', async () => {
  const store = openStore('memory:', '');
  const runs = openRuns(store, 10);
  for (let i = 0; i < 300; i++) await runs.enter(event(`e${i}`, i * RUN_WINDOW));
  expect((await store.space('runs/w/channel/c').lastKeys(999)).length).toBeLessThan(5);
});
