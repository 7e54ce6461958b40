import { expect, test } from 'vitest';
import type { GuardSetting } from '../../src/kernel/guard.ts';
import { openMemory } from '../../src/memory/open.ts';
import { openStore } from '../../src/memory/store.ts';
import { folder } from './folder.ts';

const ADA = { id: 'U0ADA123456', name: 'Ada' };
const BOB = { id: 'U0BOB654321', name: 'Bob' };
const guard = (differs: Partial<GuardSetting> = {}, by = ADA) => ({
  ...({ trigger: 'repetition', threshold: 0.2, action: 'penalise', by, at: 5 } as const),
  ...differs,
});

/** Two channels, one whose name is not plain, in two workspaces; each with a guard of Ada and one of Bob. */
async function filled() {
  const memory = await openMemory('memory:', { home: '' });
  for (const [workspace, channel] of [
    ['w', 'c'],
    ['w', 'd/1 é'],
    ['v', 'c'],
  ] as const) {
    await memory.guards(workspace, channel).set(guard());
    await memory.guards(workspace, channel).set(guard({ trigger: 'entropy', threshold: 0.7 }, BOB));
    await memory.channel(channel, workspace).setPrompt('a prompt');
    await memory.channel(channel, workspace, 't').setPrompt('another');
  }
  const triggers = async (workspace: string, channel: string) =>
    (await memory.guards(workspace, channel).all()).map(({ trigger }) => trigger);
  return { memory, triggers };
}
const BOTH = ['repetition', 'entropy'];

test('a guard is kept as it was set, one for each trigger, and taken off by its name', async () => {
  const { memory, triggers } = await filled();
  const guards = memory.guards('w', 'c');
  expect(await guards.all()).toEqual([guard(), guard({ trigger: 'entropy', threshold: 0.7 }, BOB)]);
  await guards.set(guard({ action: 'stop' }, BOB));
  expect((await guards.all())[0]).toEqual(guard({ action: 'stop' }, BOB));
  expect([await guards.drop('repetition'), await guards.drop('repetition')]).toEqual([true, false]);
  expect(await triggers('w', 'c')).toEqual(['entropy']);
  expect(await triggers('w', 'd/1 é')).toEqual(BOTH);
});

test('two that set different guards at once never undo one another', async () => {
  const { memory, triggers } = await filled();
  const facts = memory.guards('w', 'e');
  await Promise.all([
    facts.set(guard()),
    facts.set(guard({ trigger: 'oscillation' })),
    facts.set(guard({ trigger: 'recursive_depth' })),
  ]);
  expect(await triggers('w', 'e')).toEqual(['recursive_depth', 'repetition', 'oscillation']);
});

test('forgetting a channel takes its guards, forgetting a thread or its own session does not', async () => {
  const { memory, triggers } = await filled();
  await memory.forgetThread('w', 'c', 't');
  await memory.forgetThread('w', 'c', undefined);
  expect(await triggers('w', 'c')).toEqual(BOTH);
  const { left } = await memory.forgetChannel('w', 'c');
  expect(left).toBe(0);
  expect(await triggers('w', 'c')).toEqual([]);
  expect(await triggers('w', 'd/1 é')).toEqual(BOTH);
  expect(await triggers('v', 'c')).toEqual(BOTH);
});

test('forgetting a person takes the guards that she set in that workspace', async () => {
  const { memory, triggers } = await filled();
  await memory.forgetPerson('w', ADA.id);
  expect([await triggers('w', 'c'), await triggers('w', 'd/1 é'), await triggers('v', 'c')]).toEqual([
    ['entropy'],
    ['entropy'],
    BOTH,
  ]);
});

test('exports hold them: a channel’s all of them, a person’s her own with their channels', async () => {
  const { memory } = await filled();
  const exported = await memory.export('w', 'c');
  expect(exported.guards).toEqual([guard(), guard({ trigger: 'entropy', threshold: 0.7 }, BOB)]);
  expect(exported.sessions.map(({ thread }) => thread)).toEqual([undefined, 't']);
  const own = await memory.exportPerson('w', ADA.id);
  expect(own.guards).toEqual([
    { ...guard(), channel: 'c' },
    { ...guard(), channel: 'd/1 é' },
  ]);
});

test('a channel of which only a guard is kept has no session', async () => {
  const { memory } = await filled();
  await memory.guards('w', 'quiet').set(guard());
  expect(await memory.sessions('w', 'quiet')).toEqual([]);
  expect((await memory.export('w', 'quiet')).sessions).toEqual([]);
});

test('what is of another form is passed over', async () => {
  const home = await folder();
  const store = openStore(undefined, home);
  await store.space('channel/w/c/guards').set('entropy', { trigger: 'entropy', threshold: 'low' });
  await store.close();
  const memory = await openMemory(undefined, { home });
  expect(await memory.guards('w', 'c').all()).toEqual([]);
  await memory.close();
});
