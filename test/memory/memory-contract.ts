import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Memory, openMemory } from '../../src/memory/open.ts';
import { openStore } from '../../src/memory/store.ts';
import { folder } from './folder.ts';
import { replyOf } from './reply.ts';

async function opened(url: string | undefined, work: (memory: Memory) => Promise<void>): Promise<void> {
  const memory = await openMemory(url, { home: await folder() });
  try {
    await work(memory);
  } finally {
    await memory.close();
  }
}

/**
 * What every store must do.
 *
 * @param fresh  address of an empty store, another one each time
 */
export function memoryContract(name: string, fresh: () => string | undefined): void {
  test(`${name}: a session holds what was set, fact by fact`, () =>
    opened(fresh(), async (memory) => {
      const channel = memory.channel('general');
      expect(await channel.session()).toStrictEqual({ mode: 'session' });
      // Three writers at once; none overwrites another's fact.
      await Promise.all([
        channel.setPrompt('日本 🝚\u0000'),
        channel.setMode('ov'),
        channel.setModel('shipped'),
      ]);
      expect(await channel.session()).toStrictEqual({ prompt: '日本 🝚\u0000', mode: 'ov', model: 'shipped' });
      await channel.setPrompt(undefined);
      expect(await channel.session()).toStrictEqual({ mode: 'ov', model: 'shipped' });
    }));

  test(`${name}: answers come back whole, by command, by picture, by id and in order`, () =>
    opened(fresh(), async (memory) => {
      const channel = memory.channel('general');
      expect([await channel.lastReply(), await channel.turns(5)]).toEqual([undefined, []]);
      const replies = [
        replyOf('one', '.p/reflect.trace', 1),
        replyOf('two', '.p/reflect.lens'),
        replyOf('three', '.p/reflect.trace'),
      ];
      for (const [i, reply] of replies.entries())
        expect(await channel.remember(reply, `t${i}`)).toBe(`t${i}`);
      expect(await channel.lastReply()).toStrictEqual(replies[2]);
      expect(await channel.lastReply('reflect.lens')).toStrictEqual(replies[1]);
      expect(await channel.lastReply('model.info')).toBeUndefined();
      expect(await channel.lastPicture()).toStrictEqual(replies[0]);
      expect(await channel.reply('t1')).toStrictEqual(replies[1]);
      expect((await channel.turns(2)).map(({ id, reply }) => [id, reply.text])).toEqual([
        ['t1', 'two'],
        ['t2', 'three'],
      ]);
      expect(await channel.turns(0)).toEqual([]);
    }));

  test(`${name}: the same turn again takes its old place`, () =>
    opened(fresh(), async (memory) => {
      const channel = memory.channel('general');
      await channel.remember(replyOf('first'), 'a');
      await channel.remember(replyOf('second'), 'b');
      await channel.remember(replyOf('first, drawn'), 'a');
      expect((await channel.turns(9)).map(({ reply }) => reply.text)).toEqual(['first, drawn', 'second']);
    }));

  test(`${name}: turns keep their order while the clock stands still or goes back`, async () => {
    const times = [5000, 5000, 4000, 4000, 9000];
    const memory = await openMemory(fresh(), { home: await folder(), clock: () => times.shift() ?? 9000 });
    const channel = memory.channel('general');
    const ids: string[] = [];
    for (let i = 0; i < 20; i++) ids.push(await channel.remember(replyOf(`${i}`)));
    expect((await channel.turns(100)).map(({ id }) => id)).toEqual(ids);
    await memory.close();
  });

  test(`${name}: nothing of a channel shows in another, and forgetting one leaves the others`, () =>
    opened(fresh(), async (memory) => {
      // Names made to collide under any careless encoding.
      const names: [string, string][] = [
        ['a', 'b'],
        ['a/b', ''],
        ['', 'a/b'],
        ['a%002fb', ''],
        ['a:facts', 'b'],
        ['b', 'a'],
        ['a'.repeat(3000), 'b'],
        ['a'.repeat(3001), 'b'],
      ];
      for (const [channel, workspace] of names) {
        await memory.channel(channel, workspace).setPrompt(`${channel} in ${workspace}`);
        await memory.channel(channel, workspace).remember(replyOf(`${channel} in ${workspace}`), 'same id');
      }
      await memory.channel('a', 'b').forget();
      const left = await Promise.all(
        names.map(async ([channel, workspace]) => {
          const { session, turns } = memory.channel(channel, workspace);
          return [(await session()).prompt, ...(await turns(9)).map(({ reply }) => reply.text)];
        }),
      );
      expect(left).toEqual(
        names.map(([channel, workspace], i) =>
          i === 0 ? [undefined] : Array(2).fill(`${channel} in ${workspace}`),
        ),
      );
    }));

  test(`${name}: the greatest keys of a space are those of a sort`, async () => {
    const keys = fc.uniqueArray(
      fc.string({ unit: fc.constantFrom('a', 'b', '-', '0', '9'), minLength: 1, maxLength: 6 }),
      { maxLength: 12 },
    );
    const store = openStore(fresh(), await folder());
    let round = 0;
    await fc.assert(
      fc.asyncProperty(keys, fc.nat(12), async (names, n) => {
        const expected = [...names].sort().reverse().slice(0, n);
        round++;
        const space = store.space(`${round}s`);
        const beside = store.space(`${round}s0`);
        await Promise.all([...names.map((key) => space.set(key, 1)), beside.set('zz', 1)]);
        expect(await space.lastKeys(n)).toEqual(expected);
      }),
      { numRuns: 60 },
    );
    await store.close();
  });

  test(`${name}: namespaces are found by how they begin, while they hold a key`, async () => {
    const store = openStore(fresh(), await folder());
    const names = ['a/b', 'a/b/c', 'a/b-c', 'a/bc', 'a', 'b/a', 'a/b/d'];
    for (const namespace of names) {
      await store.space(namespace).set('k1', 1);
      await store.space(namespace).set('k2', 1);
    }
    expect([...(await store.namespaces('a/b'))].sort()).toEqual(['a/b', 'a/b-c', 'a/b/c', 'a/b/d', 'a/bc']);
    expect([...(await store.namespaces('a/b/'))].sort()).toEqual(['a/b/c', 'a/b/d']);
    await store.space('a/b/c').clear();
    await store.space('a/b/d').delete('k1');
    expect(await store.namespaces('a/b/')).toEqual(['a/b/d']);
    await store.space('a/b/d').delete('k2');
    expect(await store.namespaces('a/b/')).toEqual([]);
    expect(await store.namespaces('')).toHaveLength(names.length - 2);
    expect(await store.space('a/b').lastKeys(9)).toEqual(['k2', 'k1']);
    await store.close();
  });
}
