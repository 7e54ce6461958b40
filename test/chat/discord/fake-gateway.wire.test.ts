/** The fake Discord's gateway and its failures, with the real discord.js at the other end. */
import { Client, Events, GatewayIntentBits, type Message, type TextChannel } from 'discord.js';
import { afterEach, expect, test, vi } from 'vitest';
import { type FakeOptions, openFakeDiscord } from '../../support/discord/open.ts';
import { type Connected, connected } from './real-client.ts';

const closing: Pick<Connected, 'close'>[] = [];
afterEach(async () => {
  vi.useRealTimers();
  for (const one of closing.splice(0)) await one.close();
});

/** Everything that is said to the client, in its order. */
async function listening(options: FakeOptions = {}) {
  const one = await connected(options);
  closing.push(one);
  const heard: Message[] = [];
  one.client.on(Events.MessageCreate, (message) => void heard.push(message));
  const channel = one.client.channels.cache.get(one.fake.id('general')) as TextChannel;
  const words = () => heard.map(({ content }) => content);
  const until = (count: number) =>
    new Promise<void>((resolve) => {
      const look = () => void (heard.length >= count && resolve());
      one.client.on(Events.MessageCreate, look);
      look();
    });
  return { ...one, heard, words, until, channel };
}

test('what is said while the connection is down is heard once, after RESUME', async () => {
  const { fake, words, until } = await listening();
  fake.say({ text: 'one' });
  await until(1);
  fake.gateway.drop();
  fake.say({ text: 'two' });
  fake.say({ text: 'three' });
  await until(3);
  expect(words()).toEqual(['one', 'two', 'three']);
  expect(fake.gateway.sessions.map(({ resumed }) => resumed)).toEqual([1]);
});

test('asked to reconnect, told that its session goes on, or closed with a code: it resumes', async () => {
  const { fake, words, until } = await listening();
  const resumed = (times: number) => fake.until(() => fake.gateway.sessions[0]?.resumed === times);
  fake.gateway.askToReconnect();
  await resumed(1);
  fake.gateway.invalidate(true);
  await resumed(2);
  fake.gateway.drop(4000);
  await resumed(3);
  fake.say({ text: 'still here' });
  await until(1);
  expect(words()).toEqual(['still here']);
});

test('a session that is over is begun anew, and the lost time is lost', async () => {
  const { fake, words, until } = await listening();
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 10_000 }); // else discord.js waits 5 s between two identifies
  fake.gateway.invalidate(false);
  fake.say({ text: 'unheard' });
  await fake.until(() => fake.gateway.sessions[1]?.told.some(({ t }) => t === 'GUILD_CREATE'));
  fake.say({ text: 'heard' });
  await until(1);
  expect(words()).toEqual(['heard']);
  expect(fake.gateway.sessions.map(({ alive }) => alive)).toEqual([false, true]);
});

test('heartbeats that nobody answers end a connection that only looks alive', async () => {
  const { fake, until } = await listening({ heartbeat: 60 });
  await fake.until(() => (fake.gateway.sessions[0]?.beats ?? 0) > 1);
  fake.gateway.withholdAcks(true);
  await fake.until(() => fake.gateway.sessions[0]?.socket === undefined);
  fake.gateway.withholdAcks(false);
  fake.say({ text: 'two' });
  await until(1);
  expect(fake.gateway.sessions.map(({ resumed }) => resumed)).toEqual([1]);
});

test('a delivery that is doubled arrives as a new dispatch', async () => {
  const { fake, client } = await listening();
  const ids: string[] = [];
  const twice = new Promise<void>((resolve) => {
    client.on(Events.InteractionCreate, (interaction) => {
      if (ids.push(interaction.id) === 2) resolve();
    });
  });
  const done = fake.slash({ path: ['help'] });
  fake.gateway.tellAgain('INTERACTION_CREATE');
  await twice;
  expect(ids[0]).toBe(ids[1]);
  fake.gateway.drop(1000);
  await done;
}, 10_000);

test('the privileged intent is refused with 4014 where it was not granted', async () => {
  const fake = await openFakeDiscord({ messageContent: false });
  const client = new Client({ intents: [GatewayIntentBits.MessageContent], rest: { api: fake.api } });
  closing.push({ close: () => Promise.all([client.destroy(), fake.close()]).then(() => undefined) });
  const failed = new Promise((resolve) => void client.once(Events.ShardError, resolve));
  void client.login(fake.token).catch(() => undefined);
  expect(await failed).toMatchObject({ message: 'Used disallowed intents' });
  expect(fake.gateway.refused).toEqual([4014]);
});

test('without it messages are empty, but for mentions, direct messages, replies and its own', async () => {
  const { fake, words, until, channel, client } = await listening({ messageContent: false });
  const own = await channel.send('own');
  fake.say({ text: 'plain', person: 'tom' });
  fake.say({ text: '{me} mention' });
  fake.say({ text: 'direct', direct: true });
  fake.say({ text: 'reply', replyTo: own.id });
  await until(5);
  expect(words()).toEqual(['own', '', `<@${client.user.id}> mention`, 'direct', 'reply']);
  expect((await channel.messages.fetch({ limit: 2, cache: false })).map(({ content }) => content)).toEqual([
    'reply',
    `<@${client.user.id}> mention`,
  ]);
  expect(fake.violations).toEqual([]);
});

test('429 is waited for and sent again; a nonce keeps what was carried out from being sent twice', async () => {
  const { fake, channel } = await listening();
  fake.faults.plan({ match: /^POST .*messages$/, fault: { kind: 'rate', seconds: 0.05 } });
  await channel.send('limited');
  fake.faults.plan({ match: /^POST .*messages$/, fault: { kind: 'broken', status: 502, done: true } });
  await channel.send({ content: 'lost', nonce: 'n', enforceNonce: true });
  fake.faults.plan({ match: /^POST .*messages$/, fault: { kind: 'rate', seconds: 0.05, global: true } });
  await channel.send('limited by all');
  expect(fake.messages('general').map(({ content }) => content)).toEqual([
    'limited',
    'lost',
    'limited by all',
  ]);
  expect(fake.requests.map(({ status }) => status)).toEqual([200, 429, 200, 502, 200, 429, 200]);
  expect(fake.violations).toEqual([]);
});

test('who asks again before Retry-After is written down', async () => {
  const { fake } = await listening();
  fake.faults.plan({ match: /typing/, fault: { kind: 'rate', seconds: 60 } });
  const headers = { authorization: `Bot ${fake.token}` };
  const ask = () =>
    fetch(`${fake.api}/v10/channels/${fake.id('general')}/typing`, { method: 'POST', headers });
  expect((await ask()).headers.get('retry-after')).toBe('60');
  await ask();
  expect(fake.violations).toEqual([expect.stringContaining('asked again before Retry-After')]);
});

test('what is counted by channel passes in its time, and nobody has to be refused', async () => {
  const { fake, channel } = await listening({ posts: { limit: 2, perMs: 60 } });
  const words = ['1', '2', '3', '4', '5'];
  await Promise.all(words.map((word) => channel.send(word)));
  expect(fake.messages('general').map(({ content }) => content)).toEqual(words);
  expect(fake.requests.filter(({ status }) => status !== 200)).toEqual([]);
  expect(fake.violations).toEqual([]);
});
