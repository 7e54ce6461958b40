/**
 * People hold conversations while the bot is killed again and again: every turn that was acknowledged is
 * answered once, and what is remembered at the end is what a run without any kill remembers.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import type { Runner } from '../../src/engine/runner.ts';
import { randomFrom } from '../../src/kernel/random.ts';
import { openMemory } from '../../src/memory/open.ts';
import { openFakeDiscord } from '../support/discord/open.ts';
import { openFakeSlack } from '../support/slack/fake-slack.ts';
import { TOKENS } from '../support/slack/workspace.ts';
import { type BotProcess, botProcess } from './bot-process.ts';
import { converse, script } from './conversation.ts';
import { expected, timeless } from './reference.ts';
import { discordStage, GUILD, slackStage } from './stages.ts';

export interface Crash {
  /** For what a run without any kill would remember. */
  readonly runner: Runner;
  /** DOTP_STORE. */
  readonly store: string;
  /** Of each platform. */
  readonly conversations: number;
  /** Of a conversation. */
  readonly turns: number;
  readonly kills: number;
  /** What else goes wrong right before a kill. */
  onKill?(nth: number): Promise<void>;
}

/** Holds the conversations under kills and checks all of it. */
export async function crash(plan: Crash): Promise<void> {
  const { runner, store } = plan;
  const names = Array.from({ length: plan.conversations }, (_, n) => `talk${n}`);
  const home = await mkdtemp(join(tmpdir(), 'dotp-crash-'));
  const discord = await openFakeDiscord({ guilds: { [GUILD]: names } });
  const slack = await openFakeSlack({ channels: names, retryAfterMs: [500, 2_000, 8_000, 20_000, 40_000] });
  const bot = await botProcess({
    DOTP_HOME: home,
    DOTP_MODEL: 'shipped',
    DOTP_STORE: store,
    DISCORD_TOKEN: discord.token,
    DISCORD_API: discord.api,
    DISCORD_PRIVILEGED: 'yes',
    SLACK_BOT_TOKEN: TOKENS.bot,
    SLACK_APP_TOKEN: TOKENS.app,
    SLACK_API: slack.api,
  });
  const stages = [
    ...names.map((name) => discordStage(discord, name)),
    ...names.map((name) => slackStage(slack, `C0${name.toUpperCase()}`)),
  ];
  let answered = 0;
  await bot.start();
  const killed = killing(bot, () => answered, plan);
  const talks = await Promise.all(
    stages.map((stage, n) => converse(stage, script(plan.turns, n), () => answered++)),
  );
  await killed;
  await settled(bot);
  expect(await bot.stop()).toBe(0);

  const memory = await openMemory(store, { home });
  const figures = { turns: 0, sent: 0, unacknowledged: 0, answeredAllTheSame: 0, strays: 0, twice: 0 };
  for (const [n, stage] of stages.entries()) {
    const sent = talks[n] ?? [];
    const { workspace, channel, thread } = stage.place();
    const session = memory.channel(channel, workspace, thread);
    const replies = (await session.turns(1_000)).map(({ reply }) => reply);
    const refused = sent.filter(({ accepted }) => !accepted).length;
    figures.turns += replies.length;
    figures.sent += sent.length;
    figures.unacknowledged += refused;
    figures.answeredAllTheSame += replies.length - plan.turns;
    figures.strays += stage.strays().length;
    figures.twice += stage.answers().length - replies.length;
    const inSession = sent.slice(sent.findIndex(({ accepted }) => accepted)); // before it, openings that failed
    const reference = await expected(runner, inSession, replies);
    expect(replies.map(timeless)).toEqual(reference.replies);
    expect((await session.session()).prompt).toBe(reference.prompt);
  }
  await memory.close();
  process.stderr.write(`crash: ${JSON.stringify({ ...figures, kills: plan.kills })}\n`);
  expect(figures).toMatchObject({ twice: 0 });
  expect(figures.turns).toBeGreaterThanOrEqual(stages.length * plan.turns);
  expect([...discord.violations, ...slack.violations]).toEqual([]);
  expect([...discord.pings(), ...slack.pings()]).toEqual([]);
  await Promise.all([discord.close(), slack.close(), rm(home, { recursive: true })]);
}

/** The longest that it lives on after it has answered its share: whatever it is doing is cut off somewhere. */
const LIFE_MS = 2_500;

/** Kills, spread over the answers and at a random moment each; some of them while it starts. */
async function killing(bot: BotProcess, answered: () => number, plan: Crash): Promise<void> {
  const next = randomFrom(7);
  const every = (2 * plan.conversations * plan.turns) / (plan.kills + 1);
  for (let kill = 1; kill <= plan.kills; kill++) {
    while (answered() < Math.floor(every * kill)) await pause(10);
    await pause(next() * LIFE_MS);
    await plan.onKill?.(kill);
    await bot.kill();
    const starting = bot.start();
    if (next() < 0.25 && kill < plan.kills) {
      await pause(next() * 3_000); // while it starts
      await plan.onKill?.(++kill);
      await bot.kill();
      await starting;
      await bot.start();
    } else await starting;
    if (kill % 10 < 2) process.stderr.write(`crash: ${kill} of ${plan.kills} kills, ${answered()} answers\n`);
  }
}

/** Until nothing runs, for a second on end: what comes twice would come now. */
async function settled(bot: BotProcess): Promise<void> {
  for (let calm = 0; calm < 20; calm++) {
    await pause(50);
    if ((await bot.busy()) !== 0) calm = -1;
  }
}
