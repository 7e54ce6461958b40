/** The connection itself: shards, refusals, what is lost and found again. */
import { expect, onTestFinished, test, vi } from 'vitest';
import { openDiscord } from '../../../src/chat/discord/open.ts';
import { type Shards, shardsOf } from '../../../src/chat/discord/shards.ts';
import type { ChatEvent } from '../../../src/kernel/chat-event.ts';
import { type Log, silentLog } from '../../../src/kernel/log.ts';
import { shardOf } from '../../support/discord/ids.ts';
import { closedHouse, house, turnOf, WAIT } from './house.ts';
import { KEY } from './things.ts';

/** What was logged, as lines. */
function noted(): { readonly log: Log; readonly lines: string[] } {
  const lines: string[] = [];
  const note = (words: string, facts?: unknown) => void lines.push(`${words} ${JSON.stringify(facts ?? {})}`);
  return { lines, log: { ...silentLog, info: note, warn: note, error: note } };
}

test('a gateway that cannot be reached is tried until it can', async () => {
  const { log, lines } = noted();
  const at = await closedHouse({ log });
  at.fake.faults.plan({ match: /gateway/, times: 4, fault: { kind: 'broken', status: 503 } });
  await at.start();
  expect(lines.join()).toContain('it is tried again');
  expect(at.discord.ready()).toBe(true);
});

test('a session that breaks is resumed, and what was said meanwhile is heard', async () => {
  const at = await house();
  at.fake.gateway.drop();
  const said = at.fake.say({ channel: 'general', text: '{me} .p/help' });
  await turnOf(at, said);
  expect(at.fake.gateway.sessions).toHaveLength(1);
  await vi.waitFor(() => expect(at.discord.ready()).toBe(true), WAIT);
});

test('a token that is reset while it runs ends the connection, and is logged with what to do', async () => {
  const { log, lines } = noted();
  const at = await house({ log });
  at.fake.gateway.drop(4004);
  await vi.waitFor(() => expect(lines.join()).toContain('Discord is not connected any more.'), WAIT);
  expect(at.discord.ready()).toBe(false);
});

test('an intent that is taken away while it runs is done without', async () => {
  const at = await house();
  at.fake.gateway.drop(4014);
  await vi.waitFor(() => expect(at.fake.gateway.sessions.length).toBe(2), WAIT);
  await vi.waitFor(() => expect(at.discord.ready()).toBe(true), WAIT);
  await turnOf(at, at.fake.say({ channel: 'general', text: '{me} .p/help' }));
});

test('a process hears the servers of its shards, and no others', async () => {
  const guilds = { house: ['general'], garden: ['pond', 'shed'], yard: ['gate'] };
  const { fake } = await closedHouse({ guilds, concurrency: 2 });
  const heard: Record<string, string[]> = {};
  const open = async (text: string, shards: Shards | undefined) => {
    const events: string[] = [];
    heard[text] = events;
    const receive = async ({ text: said }: ChatEvent) => events.push(said) > 0;
    const discord = openDiscord({ token: fake.token, api: fake.api, key: KEY, log: silentLog, shards });
    onTestFinished(() => discord.stop());
    await discord.start({
      cards: [],
      receive,
      answer: async () => {},
      inSession: async () => false,
      sessions: async () => [],
    });
  };
  for (const text of ['0/2', '1/2']) await open(text, shardsOf(text));
  const channels = { house: 'general', garden: 'pond', yard: 'gate' };
  for (const [guild, channel] of Object.entries(channels)) fake.say({ channel, text: `{me} ${guild}` });
  const all = Object.keys(channels);
  const of = (shard: number) => all.filter((guild) => shardOf(fake.id(guild), 2) === shard);
  await vi.waitFor(() => expect(heard).toEqual({ '0/2': of(0), '1/2': of(1) }), WAIT);
  expect(of(0).length * of(1).length).toBeGreaterThan(0);
});

test('shards are named from 0, of a count', () => {
  expect(shardsOf('0, 1/4')).toEqual({ ids: [0, 1], count: 4 });
  const wrong = ['', '4/4', '0', '/2', '0,/2', 'a/2', '0/0'];
  expect(wrong.map(shardsOf)).toEqual(wrong.map(() => undefined));
});
