import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { keyOf } from '../../src/memory/keys.ts';
import { openMemory } from '../../src/memory/open.ts';
import { migrate } from '../../src/memory/schema.ts';
import { openStore, type Store } from '../../src/memory/store.ts';
import { event } from './event.ts';
import { folder } from './folder.ts';
import { dying } from './ledger-contract.ts';
import { replyOf } from './reply.ts';

/** What version 1 wrote: keys and values as its code had them (02c93a9), none of it through ours. */
async function writeVersion1(store: Store): Promise<void> {
  const [turns, open] = [store.space('ledger/turns'), store.space('ledger/open')];
  const openKey1 = (id: string, at: number) => `${at.toString(36).padStart(10, '0')}-${keyOf(id)}`;
  await store.space('dotp').set('schema', 1);
  for (const [id, at, states] of [
    ['over', 10, ['running', 'drawn', 'replied']],
    ['drawn', 20, ['running', 'drawn']],
    ['new', 30, []],
    ['just over', 40, ['replied']], // killed before it was taken off the open ones
  ] as const) {
    if (id !== 'over') await open.set(openKey1(id, at), id);
    await turns.set(keyOf(id, 'event'), event(id, at));
    for (const state of states) await turns.set(keyOf(id, 'state', state), true);
  }
  await open.set(openKey1('half', 50), 'half'); // killed before the event was in
  await turns.set(keyOf('drawn', 'sent', '0'), 'm0');
  await turns.set(keyOf('forgotten', createHash('sha256').update('gone').digest('hex')), true);
  await store.space('channel/w/c/turns').set('0000000001-x', { id: 'drawn', reply: replyOf('kept') });
  await store.space('channel/w/c/facts').set('id/drawn', '0000000001-x');
}

/** Everything, as one list. */
async function everything(store: Store): Promise<string[]> {
  const lines: string[] = [];
  for (const name of (await store.namespaces('')).filter((space) => space !== 'processes'))
    for (const key of await store.space(name).keys(''))
      lines.push(`${name}:${key} ${JSON.stringify(await store.space(name).get(key))}`);
  return lines.sort();
}

test('a store of version 1 is brought to this one: its turns belong to nobody and are taken up', async () => {
  const home = await folder();
  const store = openStore(undefined, home);
  await writeVersion1(store);
  await store.close();
  const { ledger, ...memory } = await openMemory(undefined, { home, serve: true });
  for (const id of ['over', 'drawn', 'new', 'just over', 'gone'])
    expect(await ledger.receive(event(id, 99))).toBe(false);
  expect(await ledger.unfinished()).toEqual([
    { event: event('drawn', 20), state: 'drawn', sent: ['m0'], claims: 1 },
    { event: event('new', 30), state: 'received', sent: [], claims: 1 },
  ]);
  expect(await ledger.receive(event('half', 50))).toBe(true);
  expect((await memory.channel('c', 'w').reply('drawn'))?.text).toBe('kept');
  // What was over then is swept now, years later, with what ends.
  await ledger.replied('drawn');
  expect([await ledger.event('over'), await ledger.event('just over')]).toEqual([undefined, undefined]);
  await memory.close();
});

test('cut off after any write and run again, a migration ends the same', async () => {
  const whole = openStore('memory:', '');
  await writeVersion1(whole);
  await migrate(whole, () => 1);
  const expected = await everything(whole);
  expect(expected.find((line) => line.startsWith('dotp:schema'))).toBe('dotp:schema 2');
  let writes = 0;
  for (let isWhole = false; !isWhole; writes++) {
    const store = openStore('memory:', '');
    await writeVersion1(store);
    const left = { writes };
    const mortal = { ...store, space: (name: string) => dying(store.space(name), left) };
    isWhole = await migrate(mortal, () => 1).then(
      () => true,
      () => false,
    );
    if (!isWhole) expect(await store.space('dotp').get('schema')).toBe(1);
    await migrate(store, () => 1);
    expect(await everything(store)).toEqual(expected);
    await migrate(store, () => 1);
    expect(await everything(store)).toEqual(expected);
  }
  expect(writes).toBeGreaterThan(10);
});
