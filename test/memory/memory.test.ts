import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MemoryError } from '../../src/memory/errors.ts';
import { keyOf } from '../../src/memory/keys.ts';
import { openMemory } from '../../src/memory/open.ts';
import { openStore } from '../../src/memory/store.ts';
import { folder } from './folder.ts';
import { memoryContract } from './memory-contract.ts';
import { replyOf } from './reply.ts';
import { sessionsContract } from './sessions-contract.ts';

memoryContract('embedded', () => undefined);
memoryContract('memory:', () => 'memory:');
sessionsContract('embedded', () => undefined);
sessionsContract('memory:', () => 'memory:');

const code = async (work: () => unknown) => {
  try {
    await work();
    return 'none';
  } catch (error) {
    return error instanceof MemoryError ? error.code : error;
  }
};

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
  await store.space('dotp').set('schema', 3);
  await store.close();
  expect(await code(() => openMemory(undefined, { home }))).toBe('schema-newer');
  const after = openStore(undefined, home);
  expect(await after.space('dotp').get('schema')).toBe(3);
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
  for (const url of [
    'redis://:secret@',
    'redis://u:se%%cret@host:x',
    'redis://:secret@host/a/b',
    'rediss:secret',
  ]) {
    expect(await code(() => openMemory(url, { home }))).toBe('redis-address');
    await expect(openMemory(url, { home })).rejects.not.toThrow(/secret/);
  }
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
