/** Apps of the real Bolt that note what they hear. */
import type { App } from '@slack/bolt';
import { type FakeSlack, type FakeSlackOptions, openFakeSlack } from '../../support/slack/fake-slack.ts';
import { textAt } from '../../support/slack/json.ts';
import { httpApp, socketApp } from './bolt.ts';

export const ADA = { person: 'U0ADA', channel: 'C0GENERAL' };
const running: { app?: App; fake: FakeSlack }[] = [];

/** Ends all that were started. */
export async function stopAll(): Promise<void> {
  for (const { app, fake } of running.splice(0)) {
    await app?.stop();
    await fake.close();
  }
}

type Listen = (app: App, heard: string[]) => void;

export async function start(
  mode: 'socket' | 'http',
  listen: Listen,
  { authorize, ...options }: FakeSlackOptions & { authorize?: () => Promise<void> } = {},
) {
  const heard: string[] = [];
  const fake = await openFakeSlack({ mode, retryAfterMs: [5, 5, 5], ...options });
  const begin = mode === 'socket' ? socketApp : httpApp;
  const app = await begin(fake, { listen: (one) => listen(one, heard), ...(authorize && { authorize }) });
  running.push({ app, fake });
  return { fake, app, heard };
}

export const everything: Listen = (app, heard) => {
  app.event('message', async ({ event }) => void heard.push(`message ${textAt(event, 'text')}`));
  app.event('app_mention', async ({ event }) => void heard.push(`mention ${event.text}`));
  app.event('app_home_opened', async ({ event }) => void heard.push(`home ${event.user}`));
  app.command('/p', async ({ command, ack }) => {
    heard.push(`command ${command.text} in ${command.channel_id}`);
    await ack();
  });
  app.action(/.*/, async ({ action, ack }) => {
    heard.push(`${action.type} ${textAt(action, 'action_id')} ${textAt(action, 'selected_option', 'value')}`);
    await ack();
  });
  app.shortcut('trace', async ({ shortcut, ack }) => {
    heard.push(`shortcut ${textAt(shortcut, 'message', 'text')}`);
    await ack();
  });
  app.view('form', async ({ view, ack }) => {
    const typed = view.state.values.prompt?.value?.value;
    heard.push(`form ${typed}`);
    if (typed === 'bad') await ack({ response_action: 'errors', errors: { prompt: 'no' } });
    else await ack();
  });
};
