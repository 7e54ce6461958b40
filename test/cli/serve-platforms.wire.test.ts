import { afterAll, expect, test } from 'vitest';
import { serveSettings } from '../../src/cli/serve/settings.ts';
import { start } from '../../src/cli/serve/start.ts';
import { silentLog } from '../../src/kernel/log.ts';
import { openFakeDiscord } from '../support/discord/open.ts';
import { openFakeSlack } from '../support/slack/fake-slack.ts';
import { TOKENS } from '../support/slack/workspace.ts';
import { place } from './dotp.ts';

const here = await place();
const [discord, slack] = await Promise.all([openFakeDiscord(), openFakeSlack({ mode: 'http' })]);
afterAll(async () => {
  await Promise.all([discord.close(), slack.close()]);
  await here.remove();
});

const settings = serveSettings({
  PORT: '0',
  DOTP_MODEL: 'shipped',
  DOTP_HOME: here.home,
  DISCORD_TOKEN: discord.token,
  DISCORD_API: discord.api,
  SLACK_BOT_TOKEN: TOKENS.bot,
  SLACK_SIGNING_SECRET: TOKENS.signingSecret,
  SLACK_API: slack.api,
});

async function ready(address: string): Promise<boolean> {
  return (await fetch(`${address}/readyz`)).ok;
}

test('one process answers on Discord, on Slack over HTTP and in the browser, and is ready when all are', async () => {
  const served = await start(settings, silentLog);
  expect(await ready(served.address)).toBe(false);
  slack.listensAt(`${served.address}/slack/events`);
  while (!(await ready(served.address))) await new Promise((resolve) => setTimeout(resolve, 50));

  await discord.slash({ path: ['reflect', 'lens'], options: { prompt: 'The capital of France is' } });
  await discord.until(() => discord.messages().some(({ files }) => files.length === 1));

  const [channel = ''] = slack.workspace.channels.keys();
  await slack.slash({ person: 'U0ADA', channel, text: 'help' });
  await slack.until('an answer', () =>
    slack.messages(channel).some(({ text }) => /\.p\/reflect\b/.test(text)),
  );

  const metrics = await (await fetch(`${served.address}/metrics`)).text();
  expect(metrics).toContain('dotp_ready 1');
  expect(metrics).toMatch(/dotp_turns_total\{platform="discord",outcome="answered"\} 1/);
  expect(await served.stop()).toBe('all answered');
  await expect(fetch(`${served.address}/healthz`)).rejects.toThrow();
  expect([...discord.violations, ...slack.violations]).toEqual([]);
});
