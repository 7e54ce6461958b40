import { expect, test } from 'vitest';
import { openMemory } from '../../src/memory/open.ts';
import { folder } from './folder.ts';
import { replyOf } from './reply.ts';

const ADA = { id: 'U0ADA123456', name: 'Ada' };
const BOB = { id: 'U0BOB654321', name: 'Bob' };
const anchor = (name: string, by = ADA, persistence = 0.92) => ({
  name,
  text: `${name} is so`,
  persistence,
  by,
});
const names = (anchors: readonly { readonly name: string }[]) => anchors.map(({ name }) => name);

const opened = async () => openMemory(undefined, { home: await folder(), serve: true });

/** One answer of the model in that session. */
async function answered(memory: Awaited<ReturnType<typeof opened>>, id: string, thread?: string) {
  const session = memory.channel('c', 'w', thread);
  await session.remember(replyOf(id), id, ADA);
  await session.anchors.answered(id);
}

test('anchors are a key each, in the order of setting; the same name again begins anew', async () => {
  const memory = await opened();
  const { anchors } = memory.channel('c', 'w');
  for (const name of ['tea', 'coffee / ☕', 'tea']) await anchors.set(anchor(name));
  await answered(memory, 'one');
  await anchors.set(anchor('milk'));
  expect((await anchors.all()).map(({ name, turns }) => [name, turns])).toEqual([
    ['coffee / ☕', 1],
    ['tea', 1],
    ['milk', 0],
  ]);
  await anchors.set(anchor('tea'));
  expect((await anchors.all()).map(({ name, turns }) => [name, turns])).toEqual([
    ['coffee / ☕', 1],
    ['milk', 0],
    ['tea', 0],
  ]);
  expect(await anchors.drop('milk')).toBe(true);
  expect(await anchors.drop('milk')).toBe(false);
  expect(names(await anchors.all())).toEqual(['coffee / ☕', 'tea']);
  await memory.close();
});

test('an answer counts once, whichever thread of the channel it is in, however often it is told', async () => {
  const memory = await opened();
  const { anchors } = memory.channel('c', 'w');
  await answered(memory, 'before');
  await anchors.set(anchor('tea'));
  await answered(memory, 'one');
  await answered(memory, 'one');
  await answered(memory, 'two', 'thread');
  expect(await memory.channel('c', 'w', 'other thread').anchors.all()).toMatchObject([{ turns: 2 }]);
  await anchors.answered('never remembered');
  expect(await anchors.all()).toMatchObject([{ turns: 2 }]);
  await memory.close();
});

test('nothing leaks into another channel or workspace', async () => {
  const memory = await opened();
  await memory.channel('c', 'w', 't').anchors.set(anchor('tea'));
  for (const [channel, workspace] of [
    ['d', 'w'],
    ['c', 'v'],
    ['c/thread/t', 'w'],
  ] as const) {
    expect(await memory.channel(channel, workspace).anchors.all()).toEqual([]);
    expect((await memory.export(workspace, channel)).anchors).toEqual([]);
  }
  expect(names((await memory.export('w', 'c')).anchors)).toEqual(['tea']);
  await memory.close();
});

test('they are exported, and forgotten with the channel, to the last key', async () => {
  const home = await folder();
  const memory = await openMemory(undefined, { home });
  const { anchors } = memory.channel('c', 'w', 't');
  await anchors.set(anchor('tea'));
  await answered(memory, 'one', 't');
  expect((await memory.export('w', 'c')).anchors).toMatchObject([{ ...anchor('tea'), turns: 1 }]);
  expect((await memory.exportPerson('w', ADA.id)).anchors).toMatchObject([{ channel: 'c', name: 'tea' }]);
  expect((await memory.exportPerson('w', BOB.id)).anchors).toEqual([]);
  expect(await memory.forgetChannel('w', 'c')).toMatchObject({ left: 0 });
  expect(await anchors.all()).toEqual([]);
  expect(JSON.stringify(await memory.export('w', 'c'))).not.toContain('tea');
  await memory.close();
});

test('a person’s anchors go with her, and so do answers that had one in mind', async () => {
  const memory = await opened();
  const session = memory.channel('c', 'w');
  await session.anchors.set(anchor('tea', ADA));
  await session.anchors.set(anchor('milk', BOB));
  const minded = { name: 'tea', text: 'tea is so', turns: 0, weight: 1 };
  const said = { kind: 'said', asked: 'What now?', text: 'Tea.', earlier: { asked: [] }, anchors: [minded] };
  const prompt = { text: 'tea is so. What now?', tokens: [] };
  await session.remember({ ...replyOf('said'), prompt, findings: [said] }, 'said', BOB);
  await session.remember(replyOf('other'), 'other', BOB);
  expect(await memory.forgetPerson('w', ADA.id)).toMatchObject({ left: 0 });
  expect(names(await session.anchors.all())).toEqual(['milk']);
  expect((await session.turns(9)).map(({ id }) => id)).toEqual(['other']);
  await memory.close();
});
