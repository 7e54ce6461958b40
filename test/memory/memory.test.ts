import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MemoryError } from '../../src/memory/errors.ts';
import { keyOf } from '../../src/memory/keys.ts';
import { type Memory, openMemory } from '../../src/memory/open.ts';
import { openStore } from '../../src/memory/store.ts';
import { folder } from './folder.ts';
import { replyOf } from './reply.ts';

/** Every store must do the same. */
const STORES: [name: string, url: string | undefined][] = [
  ['embedded', undefined],
  ['memory:', 'memory:'],
];

const code = async (work: () => unknown) => {
  try {
    await work();
    return 'none';
  } catch (error) {
    return error instanceof MemoryError ? error.code : error;
  }
};

async function opened(url: string | undefined, work: (memory: Memory) => Promise<void>): Promise<void> {
  const memory = await openMemory(url, { home: await folder() });
  try {
    await work(memory);
  } finally {
    await memory.close();
  }
}

test.each(STORES)('%s: a session holds what was set, fact by fact', (_, url) =>
  opened(url, async (memory) => {
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
  }),
);

test.each(STORES)('%s: answers come back whole, by command, by picture, by id and in order', (_, url) =>
  opened(url, async (memory) => {
    const channel = memory.channel('general');
    expect([await channel.lastReply(), await channel.turns(5)]).toEqual([undefined, []]);
    const replies = [
      replyOf('one', '.p/reflect.trace', 1),
      replyOf('two', '.p/reflect.lens'),
      replyOf('three', '.p/reflect.trace'),
    ];
    for (const [i, reply] of replies.entries()) expect(await channel.remember(reply, `t${i}`)).toBe(`t${i}`);
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
  }),
);

test.each(STORES)('%s: the same turn again takes its old place', (_, url) =>
  opened(url, async (memory) => {
    const channel = memory.channel('general');
    await channel.remember(replyOf('first'), 'a');
    await channel.remember(replyOf('second'), 'b');
    await channel.remember(replyOf('first, drawn'), 'a');
    expect((await channel.turns(9)).map(({ reply }) => reply.text)).toEqual(['first, drawn', 'second']);
  }),
);

test.each(STORES)('%s: turns keep their order while the clock stands still or goes back', async (_, url) => {
  const times = [5000, 5000, 4000, 4000, 9000];
  const memory = await openMemory(url, { home: await folder(), clock: () => times.shift() ?? 9000 });
  const channel = memory.channel('general');
  const ids: string[] = [];
  for (let i = 0; i < 20; i++) ids.push(await channel.remember(replyOf(`${i}`)));
  expect((await channel.turns(100)).map(({ id }) => id)).toEqual(ids);
  await memory.close();
});

test.each(STORES)(
  '%s: nothing of a channel shows in another, and forgetting one leaves the others',
  (_, url) =>
    opened(url, async (memory) => {
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
    }),
);

/** Reads a key back, which shows that no two lists of parts share one. */
const partsOf = (key: string): string[] =>
  key
    .split('/')
    .map((part) =>
      part.replace(/%(.{4})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    );

test('a key can be read back, is short, and is free of what the stores use', () => {
  const unit = fc.constantFrom(
    'a',
    'B',
    '/',
    '%',
    ':',
    '~',
    '0',
    '2',
    'f',
    'é',
    '\u0e90',
    '\ud800',
    '\u0000',
  );
  const parts = fc.array(fc.string({ unit, maxLength: 40 }), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(parts, (list) => {
      expect(partsOf(keyOf(...list))).toEqual(list);
      expect(keyOf(...list)).toMatch(/^[A-Za-z0-9._%/-]*$/);
    }),
    { numRuns: 1000 },
  );
  const long = [`${'é'.repeat(99)}a`, `${'é'.repeat(99)}b`].map((part) => keyOf(part, part, part));
  expect(new Set(long).size).toBe(2);
  for (const key of long) expect(key).toMatch(/^(~[0-9a-f]{64}\/?){3}$/);
});

test('the greatest keys of a space are those of a sort', async () => {
  const home = await folder();
  const keys = fc.uniqueArray(
    fc.string({ unit: fc.constantFrom('a', 'b', '-', '0', '9'), minLength: 1, maxLength: 6 }),
    { maxLength: 12 },
  );
  const stores = STORES.map(([, url]) => openStore(url, home));
  let round = 0;
  await fc.assert(
    fc.asyncProperty(keys, fc.nat(12), async (names, n) => {
      const expected = [...names].sort().reverse().slice(0, n);
      round++;
      for (const store of stores) {
        const space = store.space(`${round}s`);
        const beside = store.space(`${round}s0`);
        await Promise.all([...names.map((name) => space.set(name, 1)), beside.set('zz', 1)]);
        expect(await space.lastKeys(n)).toEqual(expected);
      }
    }),
    { numRuns: 60 },
  );
  for (const store of stores) await store.close();
});

test('what was written is there after a new start, and two openings share it', async () => {
  const home = await folder();
  const first = await openMemory(undefined, { home });
  const second = await openMemory('', { home });
  await first.channel('c').remember(replyOf('kept', '.p/reflect.trace', 1), 'a');
  expect((await second.channel('c').reply('a'))?.text).toBe('kept');
  await first.close();
  await second.close();
  const again = await openMemory(undefined, { home });
  expect((await again.channel('c').lastPicture())?.text).toBe('kept');
  await again.close();
});

test('a store of a newer dotp is refused and not touched', async () => {
  const home = await folder();
  const store = openStore(undefined, home);
  await store.space('dotp').set('schema', 2);
  await store.close();
  expect(await code(() => openMemory(undefined, { home }))).toBe('schema-newer');
  const after = openStore(undefined, home);
  expect(await after.space('dotp').get('schema')).toBe(2);
  await after.space('dotp').set('schema', 'two');
  await after.close();
  expect(await code(() => openMemory(undefined, { home }))).toBe('corrupt');
});

test('a value of another form is named, not passed on', async () => {
  const home = await folder();
  const store = openStore(undefined, home);
  await store.space(keyOf('channel', 'local', 'c', 'facts')).set('mode', 'sideways');
  await store.space(keyOf('channel', 'local', 'c', 'facts')).set('last', 'x');
  await store.space(keyOf('channel', 'local', 'c', 'turns')).set('x', { id: 'x', reply: 'no' });
  await store.close();
  const memory = await openMemory(undefined, { home });
  expect(await code(() => memory.channel('c').session())).toBe('corrupt');
  expect(await code(() => memory.channel('c').lastReply())).toBe('corrupt');
  await memory.channel('c').forget();
  expect(await memory.channel('c').session()).toEqual({ mode: 'session' });
  await memory.close();
});

test('addresses that lead nowhere are refused, without repeating a password', async () => {
  const home = await folder();
  expect(await code(() => openMemory('redis://:secret@host', { home }))).toBe('redis-missing');
  expect(await code(() => openMemory('mysql://user:secret@host', { home }))).toBe('store-unknown');
  await expect(openMemory('mysql://user:secret@host', { home })).rejects.not.toThrow(/secret/);
  expect(await code(() => openMemory(undefined, { home: '/dev/null' }))).toBe('store-unopened');
});

test('after closing nothing is read or written', async () => {
  const memory = await openMemory(undefined, { home: await folder() });
  await memory.close();
  await memory.close();
  expect(await code(() => memory.channel('c').setPrompt('x'))).toBe('closed');
});
