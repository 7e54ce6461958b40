import type { Discord } from '../../chat/discord/open.ts';
import type { Slack } from '../../chat/slack/open.ts';
import type { Desk } from '../../kernel/desk.ts';
import { DotpError } from '../../kernel/errors.ts';
import type { Log } from '../../kernel/log.ts';
import type { Voice } from '../../kernel/voice.ts';
import type { ServeSettings } from './settings.ts';

/** Discord or Slack, as far as the wiring cares. */
export interface Platform {
  readonly name: 'Discord' | 'Slack';
  readonly voice: Voice;
  ready(): boolean;
  start(): Promise<void>;
  stop(): Promise<void>;
  readonly handle?: Slack['handle'];
}

export interface PlatformParts {
  readonly settings: ServeSettings;
  readonly key: Uint8Array;
  readonly log: Log;
  readonly desk: Desk;
}

/** The platforms whose tokens are set; their libraries are loaded only then. */
export async function openPlatforms(parts: PlatformParts): Promise<readonly Platform[]> {
  const found = await Promise.all([discordOf(parts), slackOf(parts)]);
  return found.filter((platform) => platform !== undefined);
}

async function discordOf({ settings, key, log, desk }: PlatformParts): Promise<Platform | undefined> {
  const { discordToken: token, discordApi: api, discordPrivileged, discordShards: shards } = settings;
  if (token === undefined) return undefined;
  const { openDiscord } = await import('../../chat/discord/open.ts');
  const privileged = discordPrivileged === 'yes';
  const discord: Discord = openDiscord({
    token,
    key,
    log,
    privileged,
    api,
    shards,
  });
  const { voice, ready, stop } = discord;
  return { name: 'Discord', voice, ready, stop, start: () => discord.start(desk) };
}

async function slackOf({ settings, key, log, desk }: PlatformParts): Promise<Platform | undefined> {
  const { slackBotToken: botToken, slackAppToken: appToken, slackSigningSecret: signingSecret } = settings;
  if (botToken === undefined) return undefined;
  if (appToken === undefined && signingSecret === undefined) {
    log.warn(
      'Slack is left out: SLACK_BOT_TOKEN is set, and neither SLACK_APP_TOKEN nor SLACK_SIGNING_SECRET.',
    );
    return undefined;
  }
  const { openSlack } = await import('../../chat/slack/open.ts');
  const slack = openSlack({
    botToken,
    ...(appToken === undefined ? {} : { appToken }),
    ...(signingSecret === undefined ? {} : { signingSecret }),
    ...(settings.slackApi === undefined ? {} : { api: settings.slackApi }),
    desk,
    log,
    key,
  });
  return { name: 'Slack', ...slack };
}

/** Connects one; that it cannot is said, and stops nobody else. */
export async function connect(platform: Platform, log: Log): Promise<string | undefined> {
  try {
    await platform.start();
    log.info(`${platform.name} is connected.`);
    return undefined;
  } catch (error) {
    log.error(`${platform.name} is not connected; the rest goes on.`, { error });
    return error instanceof DotpError
      ? `${error.what} ${error.fix}`
      : 'it cannot be connected; the log says why';
  }
}
