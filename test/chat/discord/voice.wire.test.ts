/** What is said, by the real discord.js to a Discord on loopback: places, fallbacks, restarts. */
import { expect, test, vi } from 'vitest';
import { DotpError } from '../../../src/kernel/errors.ts';
import { deferred } from './deferred.ts';
import { answered, house, PNG, turnOf, voiceOf, WAIT } from './house.ts';
import { answer, asked, pressed, trace } from './turns.ts';

test('a command: acknowledged, its reply becomes the answer, byte for byte, and a thread hangs on it', async () => {
  const at = await house();
  const { id, ack } = await at.fake.slash(trace);
  expect(ack?.type).toBe(5);
  const event = await turnOf(at, id);
  const { voice } = at.discord;
  const place = await voice.open(event, 'Waiting …');
  expect(await voice.answer(event, place, answered(event), 0)).toBe(place.message);
  const [message] = at.fake.messages('general');
  expect(message).toMatchObject({ id: place.message, thread: place.thread, loading: false, ours: true });
  expect(message?.files).toMatchObject([
    { name: 'reflect.trace.png', bytes: PNG, description: 'A picture.' },
  ]);
  expect(message?.buttons).toEqual(['QK / OV', 'Deeper', 'Fork', 'Run again', 'JSON']);
  const second = await voice.answer(event, place, answered(event, 1), 1);
  expect(at.fake.messages(place.thread).map(({ id }) => id)).toEqual([second]);
  await voice.end(event, place);
  expect(at.fake.messages('general')).toHaveLength(1);
  expect(at.fake.violations).toEqual([]);
});

test('a button of the answer in the channel belongs to the session of its thread, and is answered there', async () => {
  const at = await house();
  const { place, message } = await asked(at);
  const event = await pressed(at, message, 'Fork');
  expect(event).toMatchObject({
    way: 'button',
    text: 'fork',
    channel: at.fake.id('general'),
    thread: place.thread,
  });
  const next = await answer(at, event);
  expect(next.place).toEqual({ thread: place.thread, message: next.message });
  expect(at.fake.messages(place.thread).map(({ id, files }) => [id, files.length])).toEqual([
    [next.message, 1],
  ]);
  const again = await pressed(at, next.message, 'Deeper');
  expect(again).toMatchObject({ channel: at.fake.id('general'), thread: place.thread });
  expect(at.fake.violations).toEqual([]);
});

test('without the permission for threads the answer says so, and the session goes on in the channel', async () => {
  const at = await house();
  at.fake.deny('general', 'createPublicThreads');
  const { place, message } = await asked(at);
  expect(at.fake.messages('general')[0]?.content).toMatch(/No thread was opened.*“Create Public Threads”/);
  expect(at.fake.messages('general')[0]?.files).toHaveLength(1);
  const next = await answer(at, await pressed(at, message, 'Fork'));
  expect(next.place.thread).toBe(place.thread);
  expect(at.fake.messages('general').at(-1)).toMatchObject({ id: next.message, replyTo: message });
  expect(await pressed(at, next.message, 'Run again')).toMatchObject({ thread: place.thread });
  expect(at.fake.violations).toEqual([]);
});

test('a thread that a dead process did not start is started when it is needed', async () => {
  const at = await house();
  at.fake.faults.plan({ match: /threads$/, times: 9, fault: { kind: 'broken', status: 503 } });
  const { place, message } = await asked(at);
  expect(at.fake.messages('general')[0]?.thread).toBeUndefined();
  at.fake.faults.heal();
  const next = await answer(at, await pressed(at, message, 'Fork'));
  expect(at.fake.messages(place.thread).map(({ id }) => id)).toEqual([next.message]);
});

test('where it may not write in the thread it answers in the channel, and says what is missing', async () => {
  const at = await house();
  const { message } = await asked(at);
  at.fake.deny('general', 'sendMessagesInThreads');
  const next = await answer(at, await pressed(at, message, 'Fork'));
  const last = at.fake.messages('general').at(-1);
  expect(last).toMatchObject({ id: next.message, replyTo: message });
  expect(last?.earlier[0]).toContain('“Send Messages in Threads”');
});

test('an archived thread is opened again', async () => {
  const at = await house();
  const { place, message } = await asked(at);
  const first = await answer(at, await pressed(at, message, 'Fork'));
  const event = await pressed(at, first.message, 'Deeper');
  const open = await at.discord.voice.open(event, 'Waiting …');
  at.fake.archive(place.thread ?? '');
  expect(await at.discord.voice.answer(event, open, answered(event), 0)).toBe(open.message);
  expect(at.fake.messages(place.thread).at(-1)?.files).toHaveLength(1);
});

test('after its token has lapsed a turn is answered by the bot itself, in the same message', async () => {
  const at = await house();
  const { id } = await at.fake.slash(trace);
  const event = await turnOf(at, id);
  const place = await at.discord.voice.open(event, 'Waiting …');
  at.fake.lapse(id);
  expect(await at.discord.voice.answer(event, place, answered(event), 0)).toBe(place.message);
  expect(at.fake.messages('general')).toHaveLength(1);
  expect(at.fake.messages('general')[0]).toMatchObject({ thread: place.thread, files: [{ bytes: PNG }] });
});

test('a picture that cannot be uploaded is left out, and that is said', async () => {
  const at = await house();
  const { id } = await at.fake.slash(trace);
  const event = await turnOf(at, id);
  at.fake.faults.plan({ match: /^PATCH .*@original/, times: 4, fault: { kind: 'broken', status: 500 } });
  const place = { message: at.fake.messages('general')[0]?.id ?? '' };
  await at.discord.voice.answer(event, place, answered(event), 0);
  const [message] = at.fake.messages('general');
  expect(message).toMatchObject({ files: [], buttons: expect.arrayContaining(['JSON']) });
  expect(message?.content).toMatch(/The files are left out.*the upload failed/);
});

test('without the permission for files the words are said', async () => {
  const at = await house();
  at.fake.say({ channel: 'general', text: '{me} .p/help' });
  const event = await turnOf(at);
  const place = await at.discord.voice.open(event, 'Waiting …');
  await at.discord.voice.answer(event, place, answered(event), 0);
  at.fake.deny('general', 'attachFiles');
  await at.discord.voice.answer(event, place, answered(event, 1), 1);
  expect(at.fake.messages(place.thread).at(-1)?.content).toContain('“Attach Files”');
});

test('progress: the newest words win, with Stop, and none comes after the answer', async () => {
  const at = await house();
  const { id } = await at.fake.slash(trace);
  const event = await turnOf(at, id);
  const { voice } = at.discord;
  const place = await voice.open(event, 'Waiting …');
  for (const words of ['a', 'b', 'c']) voice.progress(event, place, words);
  await at.fake.until(() => at.fake.messages('general')[0]?.content === 'c');
  expect(at.fake.messages('general')[0]).toMatchObject({ buttons: ['Stop'], loading: false });
  const { promise: until, resolve: release } = deferred();
  at.fake.faults.plan({ match: /^PATCH .*@original/, fault: { kind: 'held', until } });
  voice.progress(event, place, 'late');
  await vi.waitFor(() => expect(at.fake.requests.at(-1)?.body.content).toBe('late'), WAIT);
  voice.progress(event, place, 'later still');
  const answering = voice.answer(event, place, answered(event), 0);
  release();
  await answering;
  voice.progress(event, place, 'too late');
  await new Promise((resolve) => setTimeout(resolve, 1_700)); // longer than two edits lie apart
  await voice.end(event, place);
  const [message] = at.fake.messages('general');
  expect(message?.content).toContain('reflect.trace');
  expect(message?.earlier).toEqual(['', 'c', 'late']);
});

test('a turn without an answer takes its progress away; with one it leaves it', async () => {
  const at = await house();
  const { id } = await at.fake.slash(trace);
  const event = await turnOf(at, id);
  const place = await at.discord.voice.open(event, 'Waiting …');
  await at.discord.voice.end(event, place);
  expect(at.fake.messages('general')).toEqual([]);
  const next = await asked(at);
  const late = await turnOf(at, at.events[1]?.id ?? '');
  await voiceOf(at.fake).end(late, next.place); // by a process that does not know
  expect(at.fake.messages('general')).toHaveLength(1);
});

test('the button JSON brings the reply as a file, and no controls', async () => {
  const at = await house();
  const { message, place } = await asked(at);
  const event = await pressed(at, message, 'JSON');
  const json = answered(event, 0, { show: 'json' });
  const open = await at.discord.voice.open(event, 'JSON …');
  await at.discord.voice.answer(event, open, json, 0);
  const last = at.fake.messages(place.thread).at(-1);
  expect(last).toMatchObject({ files: [{ name: 'reflect.trace.json' }], buttons: [], choices: [] });
  expect(JSON.parse(new TextDecoder().decode(last?.files[0]?.bytes))).toEqual(json.reply);
  expect(await voiceOf(at.fake).sent(event, open, json, 0)).toBe(open.message);
  expect(at.fake.violations).toEqual([]);
});

const WRONG = new DotpError({ code: 'x', what: 'Something is wrong.', fix: 'Do it otherwise.' }, 2);

test('a failure takes the place of the progress; after an answer it stands beside it; a press is told alone', async () => {
  const at = await house();
  const { id } = await at.fake.slash(trace);
  const event = await turnOf(at, id);
  await at.discord.voice.fail(event, undefined, WRONG, 'abc');
  expect(at.fake.messages('general')).toMatchObject([
    { content: 'Something is wrong. Do it otherwise.\n-# abc' },
  ]);
  const { message, place } = await asked(at);
  const answeredTurn = at.events.at(-1);
  if (answeredTurn === undefined) throw new Error('no event');
  for (const voice of [at.discord.voice, voiceOf(at.fake, () => Date.now() + 1000)]) {
    await voice.fail(answeredTurn, place, WRONG, 'abc');
    expect(at.fake.messages('general').at(-1)?.files).toHaveLength(1);
  }
  expect(at.fake.messages(place.thread)).toHaveLength(1);
  await at.discord.voice.fail(await pressed(at, message, 'Fork'), undefined, WRONG, 'abc');
  expect(at.fake.messages().at(-1)).toMatchObject({ ephemeral: true });
  expect(at.fake.violations).toEqual([]);
});

test('a channel that is gone is undeliverable', async () => {
  const at = await house();
  at.fake.say({ channel: 'random', text: '{me} .p/help' });
  const event = await turnOf(at);
  const place = await at.discord.voice.open(event, 'Waiting …');
  at.fake.dropChannel('random');
  await expect(at.discord.voice.answer(event, place, answered(event), 0)).rejects.toMatchObject({
    code: 'undeliverable',
  });
});

test('who asks where it may not write is told directly', async () => {
  const at = await house();
  at.fake.deny('random', 'sendMessages');
  at.fake.say({ channel: 'random', text: '{me} .p/help' });
  const event = await turnOf(at);
  await expect(at.discord.voice.open(event, 'Waiting …')).rejects.toMatchObject({ code: 'undeliverable' });
  expect(at.fake.messages().at(-1)?.content).toContain('“Send Messages”');
});
