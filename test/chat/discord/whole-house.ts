/** The whole house behind a Discord on loopback: the real desk, memory, commands and pictures, and a model given by the test. */
import { setTimeout as pause } from 'node:timers/promises';
import { type Discord, openDiscord } from '../../../src/chat/discord/open.ts';
import type { Command } from '../../../src/dispatch/command.ts';
import { type OpenDesk, openDesk } from '../../../src/dispatch/desk.ts';
import type { Rooms } from '../../../src/dispatch/rooms.ts';
import type { Runner } from '../../../src/engine/runner.ts';
import { type Log, silentLog } from '../../../src/kernel/log.ts';
import { silentMeter } from '../../../src/kernel/meter.ts';
import { type FakeDiscord, type FakeOptions, openFakeDiscord } from '../../support/discord/open.ts';
import type { SeenMessage } from '../../support/discord/view.ts';
import { roomsAround } from '../../support/house.ts';
import { KEY } from './things.ts';

export interface WholeHouse {
  readonly fake: FakeDiscord;
  readonly desk: OpenDesk;
  readonly discord: Discord;
  readonly rooms: Rooms;
  /** Every picture that was drawn, in its order. */
  readonly drawn: readonly Uint8Array[];
  /** What the log was told, warnings and errors. */
  readonly warned: readonly string[];
  /** When nothing runs or waits any more. */
  idle(): Promise<void>;
  /** The answer of that number in a channel, once it stands there and the turn is over. */
  answer(channel: string, count?: number): Promise<SeenMessage>;
  close(): Promise<void>;
}

/** Milliseconds between two looks at the desk, and how often. */
const LOOK = 5;
const MOST_LOOKS = 4_000;

const QUEUE = { atOnce: 1, waiting: 100, waitingPerChannel: 20 };

export interface Differs extends FakeOptions {
  readonly privileged?: boolean;
  /** Milliseconds that a turn may take. */
  readonly turnLimit?: number;
  /** Besides the real ones. */
  readonly commands?: readonly Command[];
  /** Instead of the runner that is given. */
  readonly open?: () => Rooms['models']['open'];
}

export async function wholeHouse(
  runner: Runner | undefined,
  { privileged = true, turnLimit = 60_000, open, commands = [], ...options }: Differs = {},
): Promise<WholeHouse> {
  const fake = await openFakeDiscord(options);
  const drawn: Uint8Array[] = [];
  const warned: string[] = [];
  const around = await roomsAround(async () => runner ?? Promise.reject(new Error('there is no model')));
  const rooms: Rooms = {
    ...around,
    commands: new Map([...around.commands, ...commands.map((one) => [one.path, one] as const)]),
    models: { ...around.models, ...(open === undefined ? {} : { open: open() }) },
    draw: async (figure) => {
      const picture = await around.draw(figure);
      drawn.push(picture.png);
      return picture;
    },
  };
  const desk = openDesk(rooms, { queue: QUEUE, turnLimit, meter: silentMeter });
  const log = logInto(warned);
  const discord = openDiscord({ token: fake.token, api: fake.api, key: KEY, log, privileged });
  desk.add(discord.voice);
  await discord.start(desk);
  return {
    fake,
    desk,
    discord,
    rooms,
    drawn,
    warned,
    idle: () => idle(desk),
    async answer(channel, count = 1) {
      const { id } = await fake.until(
        () => answersIn(fake, channel)[count - 1],
        `answer ${count} in ${channel}`,
      );
      await idle(desk);
      return fake.messages(channel).find((message) => message.id === id) ?? gone(id);
    },
    async close() {
      await discord.stop();
      await desk.drain(5_000);
      await rooms.memory.close();
      await fake.close();
    },
  };
}

const answersIn = (fake: FakeDiscord, channel: string): SeenMessage[] =>
  fake
    .messages(channel)
    .filter(({ ours, loading, buttons }) => ours && !loading && !buttons.includes('Stop'));

const logInto = (lines: string[]): Log => {
  const keep = (words: string) => void lines.push(words);
  return { ...silentLog, warn: keep, error: keep };
};

async function idle(desk: OpenDesk): Promise<void> {
  for (let left = MOST_LOOKS; desk.busy > 0; left -= 1) {
    if (left === 0) throw new Error(`the desk is still busy with ${desk.busy} turns`);
    await pause(LOOK);
  }
}

function gone(id: string): never {
  throw new Error(`the answer ${id} is gone again`);
}
