import { expect, test } from 'vitest';
import { channelLog } from '../../src/memory/channel-log.ts';
import { openMemory } from '../../src/memory/open.ts';
import { openStore } from '../../src/memory/store.ts';
import { folder } from './folder.ts';
import { counted, fillLog, logContract } from './log-contract.ts';
import { replyOf } from './reply.ts';

logContract('embedded', () => undefined);
logContract('memory:', () => 'memory:');

test.each([60, 1_200])('the last 50 of %i entries are read in one range, and no other is', async (n) => {
  const store = openStore(undefined, await folder());
  await fillLog(store, 'channel/w/c', n);
  const { store: watched, reads } = counted(store);
  const found = await channelLog(watched, 'channel/w/c').last('next.entropy', 50);
  expect([found.length, found.at(-1)?.turn]).toEqual([50, `e${n - 1}.0`]);
  expect(reads()).toEqual({ ranges: 1, keys: 50, values: 50 });
  await store.close();
});

test('a number written while its answer is forgotten is taken back', async () => {
  const store = openStore('memory:', '');
  const turns = store.space('channel/w/c/turns');
  await store.space('channel/w/c/facts').set('id/e.0', 'key');
  await turns.set('key', 1);
  const forgetting = {
    ...store,
    space: (name: string) => {
      const space = store.space(name);
      if (!name.endsWith('/log.next.prob')) return space;
      return {
        ...space,
        async set(key: string, value: unknown) {
          await turns.delete('key'); // somebody forgets, and has looked for numbers already
          await space.set(key, value);
        },
      };
    },
  };
  await channelLog(forgetting, 'channel/w/c').keep('e.0', new Map([['next.prob', 1]]), {
    command: 'x',
    text: '',
  });
  expect(await channelLog(store, 'channel/w/c').all()).toEqual([]);
});

test('forgetting a thread takes its numbers and leaves those of the channel and its other threads', async () => {
  const memory = await openMemory('memory:', { home: '' });
  const numbers = new Map([['next.prob', 1]]);
  for (const thread of [undefined, 't', 'u']) {
    const session = memory.channel('c', 'w', thread);
    await session.remember(replyOf('answer'), `${thread}.0`);
    await session.log.keep(`${thread}.0`, numbers, { command: 'x', text: '' });
  }
  await memory.forgetThread('w', 'c', 't');
  const left = (thread?: string) => memory.channel('c', 'w', thread).log.all();
  expect([(await left()).length, (await left('t')).length, (await left('u')).length]).toEqual([1, 0, 1]);
  await memory.forgetThread('w', 'c', undefined);
  expect([(await left()).length, (await left('u')).length]).toEqual([0, 1]);
  await memory.close();
});
