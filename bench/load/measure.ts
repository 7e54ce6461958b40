import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { type BotProcess, botProcess } from '../../test/soak/bot-process.ts';
import { asksOf, opening, type Size } from './asks.ts';
import { type Arrived, type Ask, type Crowd, KEY } from './crowd.ts';
import { discordCrowd } from './discord-crowd.ts';
import { slackCrowd } from './slack-crowd.ts';
import { type Look, watch } from './watch.ts';

/** One turn, as its person lived it. Milliseconds. */
export interface TurnSeen {
  readonly platform: Crowd['platform'];
  readonly channel: number;
  readonly way: string;
  readonly ack: number | undefined;
  /** From the ask to the answer; undefined: none came. */
  readonly wait: number | undefined;
  /** Messages that answer it. */
  readonly answers: number;
}

export interface Load {
  readonly turns: readonly TurnSeen[];
  readonly looks: readonly Look[];
  /** Turns that the bot itself counts as answered. */
  readonly answered: number;
  readonly wrong: readonly string[];
  /** Milliseconds from the first ask to the last answer. */
  readonly took: number;
  /** 99th percentile of the delay of the loop that plays both platforms, ms, while it asked. */
  readonly ownLag: number;
  /** Lines of the bot's log that warn. */
  readonly warned: readonly string[];
}

export interface LoadOptions extends Size {
  readonly home: string;
  /** Milliseconds between the turns of a person: 0: all of them at the same moment. */
  readonly apart: number;
  /** Milliseconds until whoever has no answer gives up. */
  readonly patience: number;
  readonly say?: (words: string) => void;
}

/**
 * `dotp serve` in a process of its own, both platforms in this one: a session is open in every channel, then
 * everybody asks everything at once.
 */
export async function load(options: LoadOptions): Promise<Load> {
  const crowds = [await discordCrowd(options), await slackCrowd(options)];
  const bot = await botProcess({
    ...Object.assign({}, ...crowds.map(({ env }) => env)),
    DOTP_HOME: options.home,
    DOTP_MODEL: 'shipped',
    DOTP_KEY: Buffer.from(KEY).toString('base64'),
    LOG_LEVEL: 'warn',
  });
  try {
    await bot.start();
    await Promise.all(crowds.map((crowd) => crowd.ready()));
    await opened(crowds, options);
    await quiet(bot); // what people read already is written down too
    options.say?.('Sessions are open; everybody asks.');
    return await asked(crowds, bot, options);
  } finally {
    await bot.stop();
    await Promise.all(crowds.map((crowd) => crowd.close()));
  }
}

/** One channel after another, so that nobody waits yet. */
async function opened(crowds: readonly Crowd[], { channels }: Size): Promise<void> {
  for (let channel = 0; channel < channels; channel++)
    await Promise.all(crowds.map((crowd) => crowd.open(channel, opening(channel))));
}

async function asked(crowds: readonly Crowd[], bot: BotProcess, options: LoadOptions): Promise<Load> {
  const watching = watch(bot);
  const before = await answeredBy(bot);
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const since = performance.now();
  const reading = readings(crowds);
  const all = await Promise.all(
    Array.from({ length: options.turnsEach }, async (_, turn) => {
      if (turn > 0) await pause(turn * options.apart);
      return Promise.all(crowds.flatMap((crowd) => asksOf(options, turn).map((ask) => sent(crowd, ask))));
    }),
  ).then((rounds) => rounds.flat());
  delay.disable();
  options.say?.(
    `All ${all.length} were taken in, ${Math.round(performance.now() - since)} ms after the first.`,
  );
  await until(() => reading.look(all) || performance.now() - since > options.patience, options.say);
  if (reading.look(all)) await quiet(bot);
  reading.look(all);
  await watching.stop();
  const turns = all.map(({ crowd: { platform }, ask: { channel, way }, at, turn, ack }) => {
    const read = reading.of(turn);
    return { platform, channel, way, ack, wait: read && read.at - at, answers: read?.messages.size ?? 0 };
  });
  return {
    turns,
    looks: watching.looks,
    answered: (await answeredBy(bot)) - before,
    wrong: crowds.flatMap((crowd) => crowd.wrong()),
    took: Math.max(...all.map(({ turn }) => reading.of(turn)?.at ?? 0)) - since,
    ownLag: delay.percentile(99) / 1e6,
    warned: bot.lines.flatMap((lines) => lines.split('\n')).filter((line) => line !== ''),
  };
}

async function answeredBy(bot: BotProcess): Promise<number> {
  const of = (platform: string) => bot.metric(`dotp_turns_total{platform="${platform}",outcome="answered"}`);
  return (await of('discord')) + (await of('slack'));
}

async function sent(crowd: Crowd, ask: Ask) {
  const at = performance.now();
  return { crowd, ask, at, ...(await crowd.ask(ask)) };
}

interface Reading {
  readonly at: number;
  readonly messages: Set<string>;
}

/** What was read when, by the name of the turn. */
function readings(crowds: readonly Crowd[]) {
  const read = new Map<string, Reading>();
  return {
    of: (turn: string) => read.get(turn),
    /** @returns whether every turn has its answer */
    look(all: readonly Arrived[]): boolean {
      const at = performance.now();
      for (const { turn, message } of crowds.flatMap((crowd) => crowd.answers())) {
        const known = read.get(turn) ?? { at, messages: new Set() };
        read.set(turn, known);
        known.messages.add(message);
      }
      return all.every(({ turn }) => read.has(turn));
    },
  };
}

const LOOK = 200;

async function until(done: () => boolean, say?: (words: string) => void): Promise<void> {
  for (let looks = 1; !done(); looks++) {
    if (looks % 100 === 0) say?.(`${(looks * LOOK) / 1000} s …`);
    await pause(LOOK);
  }
}

/** Waits until nothing runs for a second: a second answer to the same turn would come by then. */
async function quiet(bot: BotProcess): Promise<void> {
  for (let still = 0; still < 5; ) {
    still = (await bot.busy()) === 0 ? still + 1 : 0;
    await pause(LOOK);
  }
}
