import { expect, test } from 'vitest';
import { openMemory } from '../../src/memory/open.ts';
import { folder } from './folder.ts';
import { replyOf } from './reply.ts';

const [ada, bob] = [
  { id: 'a', name: 'Ada' },
  { id: 'b', name: 'Bob' },
];

/** How a channel's sessions are listed, in every store. */
export function sessionsContract(name: string, fresh: () => string | undefined): void {
  test(`${name}: sessions of a channel are listed whole, the last used first, nothing of another`, async () => {
    let time = 100;
    const clock = () => time;
    const memory = await openMemory(fresh(), { home: await folder(), clock });
    for (const [workspace, channel] of [
      ['v', 'c'],
      ['w', 'c0'],
    ] as const)
      await memory.channel(channel, workspace, 'other').setPrompt('of another');
    expect(await memory.sessions('w', 'c')).toEqual([]);
    const [old, young, opened] = ['t/1', '日本', 't3'].map((thread) => memory.channel('c', 'w', thread));
    if (old === undefined || young === undefined || opened === undefined) throw new Error('three threads');
    await old.people.open(ada, 90);
    await old.people.join(ada, 90);
    await old.people.join(bob, 91);
    await old.people.leave('b', 92);
    await old.people.close(ada, 93);
    await old.setPrompt('The capital of France is');
    await young.remember(replyOf('first'), 'x');
    time = 200;
    await young.remember(replyOf('second'), 'y');
    time = 300;
    await old.remember(replyOf('late'), 'z');
    await opened.people.open(bob, 250);
    await memory.channel('c', 'w').setPrompt('in the channel itself');
    expect(await memory.sessions('w', 'c')).toStrictEqual([
      {
        channel: 'c',
        thread: 't/1',
        standing: { opened: { by: ada, at: 90 }, closed: { by: ada, at: 93 } },
        prompt: 'The capital of France is',
        people: 1,
        turns: 1,
        last: 300,
      },
      {
        channel: 'c',
        thread: 't3',
        standing: { opened: { by: bob, at: 250 } },
        prompt: '',
        people: 0,
        turns: 0,
      },
      { channel: 'c', thread: '日本', standing: {}, prompt: '', people: 0, turns: 2, last: 200 },
      { channel: 'c', standing: {}, prompt: 'in the channel itself', people: 0, turns: 0 },
    ]);
    await memory.close();
  });
}
