/** What a process that has just started finds of what the one before it said, on a Discord on loopback. */
import { expect, test } from 'vitest';
import { deferred } from './deferred.ts';
import { answered, house, turnOf, voiceOf } from './house.ts';
import { reply } from './things.ts';
import { asked, pressed, trace } from './turns.ts';

test('a process that has just started finds what the one before it began and said', async () => {
  const at = await house();
  const { place, message } = await asked(at);
  const [event] = at.events;
  const press = await pressed(at, message, 'Fork');
  const begun = await at.discord.voice.open(press, 'Waiting …');
  if (event === undefined) throw new Error('no event');
  const later = voiceOf(at.fake, () => Date.now() + 1000);
  expect(await later.open(event, 'Again …')).toEqual(place);
  expect(await later.open(press, 'Again …')).toEqual(begun);
  expect(await later.sent(event, place, answered(event), 0)).toBe(message);
  expect(await later.sent(press, begun, answered(press), 0)).toBeUndefined();
  const second = await at.discord.voice.answer(event, place, answered(event, 1), 1);
  expect(await later.sent(event, place, answered(event, 1), 1)).toBe(second);
  expect(await later.sent(event, place, answered(event, 2), 2)).toBeUndefined();
  at.fake.deny('general', 'readMessageHistory');
  expect(await later.sent(event, place, answered(event, 2), 2)).toBeUndefined();
});

test('a process that died between its answer and the thread leaves the thread to the next', async () => {
  const at = await house();
  const { id } = await at.fake.slash(trace);
  const event = await turnOf(at, id);
  const place = await at.discord.voice.open(event, 'Waiting …');
  const { promise: until, resolve: release } = deferred();
  at.fake.faults.plan({ match: /^POST .*threads$/, fault: { kind: 'held', until } });
  const dying = at.discord.voice.answer(event, place, answered(event), 0);
  await at.fake.until(() => at.fake.messages('general')[0]?.buttons.includes('Fork'));
  expect(at.fake.messages('general')[0]?.thread).toBeUndefined();
  expect(await voiceOf(at.fake).sent(event, place, answered(event), 0)).toBe(place.message);
  expect(at.fake.messages('general')[0]?.thread).toBeDefined();
  release();
  await dying; // there already will do
  expect(at.fake.messages('general')).toHaveLength(1);
});

test('an answer that has no controls is found in the place of its progress, and not before it is there', async () => {
  const at = await house();
  const { id } = await at.fake.slash(trace);
  const event = await turnOf(at, id);
  const place = await at.discord.voice.open(event, 'Waiting …');
  const { mode: _, depth: __, ...params } = reply().params;
  const bare = answered(event, 0, {
    reply: reply({ command: '.p/help', model: null, params, prompt: { text: '', tokens: [] } }),
    picks: [],
  });
  const later = voiceOf(at.fake, () => Date.now() + 1000);
  expect(await later.sent(event, place, bare, 0)).toBeUndefined();
  await at.discord.voice.answer(event, place, bare, 0);
  expect(at.fake.messages('general').at(-1)?.buttons).toEqual([]);
  expect(await later.sent(event, place, bare, 0)).toBe(place.message);
});

test('the same message posted by two processes is posted once', async () => {
  const at = await house();
  const { place } = await asked(at);
  const [event] = at.events;
  if (event === undefined) throw new Error('no event');
  const first = await at.discord.voice.answer(event, place, answered(event, 1), 1);
  expect(await voiceOf(at.fake).answer(event, place, answered(event, 1), 1)).toBe(first);
  expect(at.fake.messages(place.thread)).toHaveLength(1);
});

test('the reply of a dead process, its token lapsed and its place not kept, is found in the channel', async () => {
  const at = await house();
  const { id } = await at.fake.slash(trace);
  const event = await turnOf(at, id);
  at.fake.lapse(id);
  const [reply] = at.fake.messages('general');
  const place = await voiceOf(at.fake, () => Date.now() + 16 * 60_000).open(event, 'Waiting …');
  expect(place).toEqual({ message: reply?.id, thread: reply?.id });
});
