/**
 * A bot on the fake Discord whose desk keeps what it is given, so that a test says how it is answered: no
 * model is needed to see how things are heard and said.
 */
import { onTestFinished, vi } from 'vitest';
import { type Discord, openDiscord } from '../../../src/chat/discord/open.ts';
import { recent } from '../../../src/chat/discord/recent.ts';
import { openRest } from '../../../src/chat/discord/rest.ts';
import { discordVoice } from '../../../src/chat/discord/voice.ts';
import { commandCards } from '../../../src/dispatch/command-cards.ts';
import { readCommands } from '../../../src/dispatch/registry.ts';
import type { ChatEvent } from '../../../src/kernel/chat-event.ts';
import type { Desk } from '../../../src/kernel/desk.ts';
import { type Log, silentLog } from '../../../src/kernel/log.ts';
import { type Answered, answerName, type Voice } from '../../../src/kernel/voice.ts';
import { type FakeDiscord, type FakeOptions, openFakeDiscord } from '../../support/discord/open.ts';
import { KEY, reply } from './things.ts';

const CARDS = commandCards(await readCommands());
export const WAIT = { timeout: 5_000, interval: 5 };
export const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 1, 2, 3]);

export interface House {
  readonly fake: FakeDiscord;
  readonly discord: Discord;
  /** Taken in and to be answered. */
  readonly events: ChatEvent[];
  readonly start: () => Promise<void>;
}

interface HouseOptions extends FakeOptions {
  readonly desk?: Partial<Desk>;
  readonly log?: Log;
  readonly token?: string;
}

/** Gone with the test. */
export async function house(options: HouseOptions = {}): Promise<House> {
  const at = await closedHouse(options);
  await at.start();
  return at;
}

/** Not connected yet. */
export async function closedHouse({
  desk: changes,
  log = silentLog,
  token,
  ...options
}: HouseOptions = {}): Promise<House> {
  const fake = await openFakeDiscord(options);
  const events: ChatEvent[] = [];
  const desk: Desk = {
    cards: CARDS,
    receive: async ({ id }) => !events.some((event) => event.id === id),
    answer: async (event) => void events.push(event),
    inSession: async () => false,
    sessions: async () => [],
    ...changes,
  };
  const settings = { token: token ?? fake.token, api: fake.api, key: KEY, log, privileged: true };
  const discord = openDiscord(settings);
  onTestFinished(async () => {
    await discord.stop();
    await fake.close();
  });
  return { fake, discord, events, start: () => discord.start(desk) };
}

/** The turn that an action led to; the first one without an id. */
export const turnOf = ({ events }: Pick<House, 'events'>, id?: string): Promise<ChatEvent> =>
  vi.waitFor(() => {
    const event = events.find((one) => id === undefined || one.id === id);
    if (event === undefined) throw new Error(`the desk has no turn ${id ?? ''}`);
    return event;
  }, WAIT);

export const answered = (
  event: Pick<ChatEvent, 'id'>,
  index = 0,
  changes: Partial<Answered> = {},
): Answered => ({
  turn: answerName(event, index),
  reply: reply(),
  png: PNG,
  picks: [{ action: 'head', argument: 'L1H0', label: 'L1H0' }],
  files: [],
  show: 'answer',
  ...changes,
});

/** A voice as a process has it that has just started: it knows nothing of what was before. */
export function voiceOf(fake: FakeDiscord, now: () => number = Date.now): Voice {
  const rest = openRest({ token: fake.token, api: fake.api, log: silentLog });
  return discordVoice({ rest, key: KEY, log: silentLog, now, replies: recent(100), stands: recent(100) });
}
