import { expect, test } from 'vitest';
import { anchorFacts } from '../../src/memory/anchors.ts';
import { channelMemory } from '../../src/memory/channel.ts';
import { channelLog } from '../../src/memory/channel-log.ts';
import { openStore, type Space } from '../../src/memory/store.ts';
import { replyOf } from './reply.ts';

/** Work in a space that ends a process at its nth write. */
function mortal(space: Space, dies: () => boolean): Space {
  const alive = <T>(work: () => Promise<T>): Promise<T> =>
    dies() ? Promise.reject(new Error('killed')) : work();
  return {
    ...space,
    set: (key, value) => alive(() => space.set(key, value)),
    add: (key, value) => alive(() => space.add(key, value)),
  };
}

test.each([1, 2, 3, 4])(
  'killed at write %i of remembering an answer, it is remembered once all the same',
  async (nth) => {
    const store = openStore('memory:', '');
    const spaces = {
      facts: store.space('facts'),
      turns: store.space('turns'),
      people: store.space('people'),
    };
    let writes = 0;
    const dies = () => ++writes >= nth;
    const dying = channelMemory(
      { ...spaces, facts: mortal(spaces.facts, dies), turns: mortal(spaces.turns, dies) },
      channelLog(store, 'c'),
      anchorFacts(store.space('anchors'), spaces.facts, Date.now),
      Date.now,
    );
    await expect(dying.remember(replyOf('The capital of France is'), 'e1.0')).rejects.toThrow('killed');
    const next = channelMemory(
      spaces,
      channelLog(store, 'c'),
      anchorFacts(store.space('anchors'), spaces.facts, Date.now),
      Date.now,
    );
    expect((await next.turns(9)).length).toBeLessThanOrEqual(1);
    await next.remember(replyOf('The capital of France is'), 'e1.0');
    expect((await next.turns(9)).map(({ id }) => id)).toEqual(['e1.0']);
    expect(await next.reply('e1.0')).toBeDefined();
    expect(await next.lastReply()).toBeDefined();
    await store.close();
  },
);
