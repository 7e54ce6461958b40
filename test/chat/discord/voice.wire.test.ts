/** What is said, by the real discord.js to a Discord on loopback: places, fallbacks, restarts. */
import { afterEach, expect, test } from 'vitest';
import { type Discord, openDiscord } from '../../../src/chat/discord/open.ts';
import { commandCards } from '../../../src/dispatch/command-cards.ts';
import { readCommands } from '../../../src/dispatch/registry.ts';
import type { ChatEvent } from '../../../src/kernel/chat-event.ts';
import type { Desk } from '../../../src/kernel/desk.ts';
import { DotpError } from '../../../src/kernel/errors.ts';
import { silentLog } from '../../../src/kernel/log.ts';
import { type FakeDiscord, type FakeOptions, openFakeDiscord } from '../../support/discord/open.ts';
import { answered, PNG, voiceOf } from './a-turn.ts';
import { KEY } from './things.ts';

const CARDS = commandCards(await readCommands());
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

interface House {
  readonly fake: FakeDiscord;
  readonly discord: Discord;
  readonly events: ChatEvent[];
}

/** A bot whose desk keeps what it is given; the test answers. */
async function house(options: FakeOptions = {}, changes: Partial<Desk> = {}, privileged = true): Promise<House> {
  const fake = await openFakeDiscord(options);
  closing.push(() => fake.close());
  const events: ChatEvent[] = [];
  const desk: Desk = {
    cards: CARDS,
    receive: async ({ id }) => !events.some((event) => event.id === id),
    answer: async (event) => void events.push(event),
    inSession: async () => false,
    sessions: async () => [],
    ...changes,
  };
  const discord = openDiscord({ token: fake.token, api: fake.api, key: KEY, log: silentLog, privileged });
  closing.push(() => discord.stop());
  await discord.start(desk);
  return { fake, discord, events };
}

const trace = { path: ['reflect', 'trace'], options: { prompt: 'The capital of France is' } };

/** The turn that an action led to. */
const turnOf = ({ fake, events }: House, id: string): Promise<ChatEvent> =>
  fake.until(() => events.find((event) => event.id === id), `the turn ${id}`);

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
  expect(message?.files).toMatchObject([{ name: 'reflect.trace.png', bytes: PNG, description: 'A picture.' }]);
  expect(message?.buttons).toEqual(['QK / OV', 'Deeper', 'Fork', 'Run again', 'JSON']);
  const second = await voice.answer(event, place, answered(event, 1), 1);
  expect(at.fake.messages(place.thread).map(({ id }) => id)).toEqual([second]);
  await voice.end(event, place);
  expect(at.fake.messages('general')).toHaveLength(1);
  expect(at.fake.violations).toEqual([]);
});
