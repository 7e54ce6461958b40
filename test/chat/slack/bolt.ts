import { App, HTTPReceiver, type Logger, LogLevel, SocketModeReceiver, webApi } from '@slack/bolt';
import type { FakeSlack } from '../../support/slack/fake-slack.ts';
import { BOT, TOKENS } from '../../support/slack/workspace.ts';

/** What is refused on purpose is not worth a line. */
const QUIET: Logger = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  setLevel: () => {},
  getLevel: () => LogLevel.ERROR,
  setName: () => {},
};

/** The library alone, so that the fake is held to what the real client and the real receiver expect. */
export const clientOf = ({ api }: Pick<FakeSlack, 'api'>, token: string = TOKENS.bot): webApi.WebClient =>
  new webApi.WebClient(token, {
    slackApiUrl: api,
    logger: QUIET,
    retryConfig: { retries: 1, minTimeout: 1 },
  });

interface Plan {
  /** Said before it starts: what it does. */
  listen(app: App): void;
  /** Who the bot is, as Bolt asks before it acknowledges anything. */
  readonly authorize?: () => Promise<void>;
}

/** An app in Socket Mode, connected. */
export async function socketApp(fake: FakeSlack, plan: Plan): Promise<App> {
  const receiver = new SocketModeReceiver({
    appToken: TOKENS.app,
    logger: QUIET,
    clientPingTimeout: 1_000, // also how long the client waits before it connects again
    installerOptions: { clientOptions: { slackApiUrl: fake.api } },
  });
  return started(fake, receiver, plan);
}

/** An app that listens on a port of its own, and that the fake knows of. */
export async function httpApp(fake: FakeSlack, plan: Plan): Promise<App> {
  const receiver = new HTTPReceiver({
    signingSecret: TOKENS.signingSecret,
    endpoints: '/slack/events',
    port: 0,
    logger: QUIET,
  });
  return started(fake, receiver, plan);
}

async function started(
  fake: FakeSlack,
  receiver: SocketModeReceiver | HTTPReceiver,
  { listen, authorize = async () => {} }: Plan,
): Promise<App> {
  const app = new App({
    authorize: async () => {
      await authorize();
      return { botToken: TOKENS.bot, botId: BOT.bot, botUserId: BOT.user };
    },
    receiver,
    logger: QUIET,
    clientOptions: { slackApiUrl: fake.api },
    convoStore: false,
  });
  listen(app);
  const server = await app.start(0);
  const address = 'address' in server && typeof server.address === 'function' ? server.address() : undefined;
  if (typeof address === 'object' && address !== null && 'port' in address)
    fake.listensAt(`http://127.0.0.1:${address.port}/slack/events`);
  return app;
}

/** Slack's name of what went wrong, or the whole of it. */
export const errorOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'no error',
    (error: unknown) => String(Reflect.get(Object(Reflect.get(Object(error), 'data')), 'error') ?? error),
  );

export const section = (text: string) => ({
  type: 'section' as const,
  text: { type: 'mrkdwn' as const, text },
});
