/** What is heard, by the real discord.js from a Discord on loopback: taken in first, acknowledged, answered. */
import { expect, test, vi } from 'vitest';
import type { Log } from '../../../src/kernel/log.ts';
import { deferred } from './deferred.ts';
import { answered, closedHouse, house, turnOf, WAIT } from './house.ts';

const help = { path: ['help'] };

test('an event is written down before Discord is told that it arrived', async () => {
  const { promise, resolve } = deferred();
  const receive = vi.fn(() => promise.then(() => true));
  const at = await house({ desk: { receive } });
  const acting = at.fake.slash(help);
  await vi.waitFor(() => expect(receive).toHaveBeenCalledOnce(), WAIT);
  await new Promise((settle) => setTimeout(settle, 50));
  expect(at.fake.requests.filter(({ request }) => request.includes('callback'))).toEqual([]);
  resolve();
  expect((await acting).ack?.type).toBe(5);
});

test('what cannot be written down is told to the person alone, and not run', async () => {
  const at = await house({ desk: { receive: () => Promise.reject(new Error('/secret/path is full')) } });
  const { ack } = await at.fake.slash(help);
  expect(ack?.type).toBe(4);
  expect(at.fake.messages()).toMatchObject([{ ephemeral: true }]);
  expect(at.fake.messages()[0]?.content).toMatch(/^Something failed[^/]*\n-# [0-9a-f]{8}$/);
  expect(at.events).toEqual([]);
});

test('what takes too long to be written down is said so in time, and answered once it is', async () => {
  const { promise, resolve } = deferred();
  const at = await house({ desk: { receive: () => promise.then(() => true) } });
  const { id, ack } = await at.fake.slash(help);
  expect(ack?.type).toBe(4);
  resolve();
  const event = await turnOf(at, id);
  const place = await at.discord.voice.open(event, 'Waiting …');
  await at.discord.voice.answer(event, place, answered(event), 0);
  expect(at.fake.violations).toEqual([]);
});

test('a second delivery is let go of and not answered again', async () => {
  const at = await house();
  const { id } = await at.fake.slash(help);
  await turnOf(at, id);
  const receive = at.events.length;
  at.fake.gateway.tellAgain('INTERACTION_CREATE');
  await vi.waitFor(
    () => expect(at.fake.requests.filter(({ request }) => request.includes('callback'))).toHaveLength(2),
    WAIT,
  );
  expect(at.events).toHaveLength(receive);
});

test('an acknowledgement that comes too late does not lose the turn', async () => {
  const at = await house();
  const { id, ack } = await at.fake.slash({ ...help, ackWithin: 0 });
  expect(ack).toBeUndefined();
  const event = await turnOf(at, id);
  const place = await at.discord.voice.open(event, 'Waiting …');
  const message = await at.discord.voice.answer(event, place, answered(event), 0);
  expect(at.fake.messages('general')).toMatchObject([{ id: message, thread: place.thread, files: [{}] }]);
});

test('completion is answered at once', async () => {
  const at = await house();
  const typing = { path: ['reflect', 'trace'], options: { depth: 'comp' }, focused: 'depth' };
  const { choices, ack } = await at.fake.autocomplete(typing);
  expect(ack?.type).toBe(8);
  expect(choices[0]).toBe('complete');
  expect(at.events).toEqual([]);
});

test('a made-up button and a command that is gone are refused to the person alone', async () => {
  const at = await house();
  const message = at.fake.say({ channel: 'general', text: 'hello' });
  await at.fake.press({ message, id: '1~t~9.0~~AAAAAAAAAAAAAAAA' });
  expect(at.fake.messages().at(-1)).toMatchObject({ ephemeral: true });
  expect(at.fake.messages().at(-1)?.content).toContain('does not belong to an answer of this channel');
  await at.fake.slash({ path: ['reflect', 'gone'] });
  expect(at.fake.messages().at(-1)?.content).toContain('is not a command any more');
  await at.fake.slash({ name: 'old', path: ['x'] });
  expect(at.fake.messages().at(-1)).toMatchObject({ ephemeral: true });
  expect(at.events).toEqual([]);
  expect(at.fake.violations).toEqual([]);
});

test('a message of a person is traced from its menu, a head is asked about from the select', async () => {
  const at = await house();
  const said = at.fake.say({ channel: 'general', text: 'The capital of France is' });
  const { id } = await at.fake.contextMenu({ message: said });
  const event = await turnOf(at, id);
  expect(event.text).toBe('.p/reflect.trace "The capital of France is"');
  const place = await at.discord.voice.open(event, 'Waiting …');
  const message = await at.discord.voice.answer(event, place, answered(event), 0);
  const chosen = await at.fake.select({ message, choice: 'L1H0' });
  expect(await turnOf(at, chosen.id)).toMatchObject({
    way: 'select',
    text: 'head L1H0',
    thread: place.thread,
  });
});

test('messages for us are heard: a mention, a .p/ line, a direct one, talk in a session', async () => {
  const open = { id: '' };
  const at = await house({ desk: { inSession: async ({ thread }) => thread === open.id } });
  at.fake.say({ channel: 'general', text: 'hello there' });
  const mention = await turnOf(at, at.fake.say({ channel: 'general', text: '{me} .p/help' }));
  expect(mention).toMatchObject({ way: 'mention', text: '.p/help', address: { manages: true } });
  const place = await at.discord.voice.open(mention, 'Waiting …');
  const message = await at.discord.voice.answer(mention, place, answered(mention), 0);
  expect(at.fake.messages('general').at(-1)).toMatchObject({ id: message, replyTo: mention.id });
  open.id = place.thread ?? '';
  const talk = await turnOf(at, at.fake.say({ channel: open.id, person: 'tom', text: 'and why?' }));
  expect(talk).toMatchObject({
    channel: at.fake.id('general'),
    thread: open.id,
    address: { manages: false },
  });
  expect(await at.discord.voice.open(talk, 'Waiting …')).toMatchObject({ thread: open.id });
  expect(await turnOf(at, at.fake.say({ channel: 'random', text: '.p/help' }))).toMatchObject({
    way: 'message',
  });
  const direct = await turnOf(at, at.fake.say({ direct: true, text: 'hi' }));
  expect(direct).toMatchObject({ workspace: 'direct' });
  expect(await at.discord.voice.open(direct, 'Waiting …')).not.toHaveProperty('thread');
  expect(at.events).toHaveLength(4);
  expect(at.fake.violations).toEqual([]);
  expect(at.fake.pings()).toEqual([]);
});

test('without the privileged intent it says so and goes on: mentions, direct messages, commands', async () => {
  const warned: string[] = [];
  const log: Log = { debug() {}, info() {}, warn: (words) => void warned.push(words), error() {} };
  const at = await house({ messageContent: false, log });
  expect(warned.join()).toContain('Message Content');
  expect(at.discord.ready()).toBe(true);
  expect(await turnOf(at, at.fake.say({ channel: 'general', text: '{me} .p/help' }))).toMatchObject({
    text: '.p/help',
  });
  expect(await turnOf(at, at.fake.say({ direct: true, text: 'hi' }))).toMatchObject({ text: 'hi' });
  expect((await at.fake.slash(help)).ack?.type).toBe(5);
  at.fake.say({ channel: 'general', text: '.p/help' });
  await turnOf(at, at.fake.say({ channel: 'general', text: '{me} last' }));
  expect(at.events.filter(({ way }) => way === 'message').map(({ text }) => text)).toEqual(['hi']);
});

test('a token that Discord does not know is said at once', async () => {
  const at = await closedHouse({ token: 'wrong' });
  await expect(at.start()).rejects.toMatchObject({ code: 'token-refused', exitCode: 2 });
  expect(at.discord.ready()).toBe(false);
});

test('after stop nothing is heard, and what was begun can still be said', async () => {
  const at = await house();
  const { id } = await at.fake.slash(help);
  const event = await turnOf(at, id);
  await at.discord.stop();
  expect(at.discord.ready()).toBe(false);
  const place = await at.discord.voice.open(event, 'Waiting …');
  await at.discord.voice.answer(event, place, answered(event), 0);
  expect(at.fake.messages('general')[0]?.files).toHaveLength(1);
});
