/** The fake's deliveries as the real Bolt takes them, over Socket Mode and over signed HTTP. */
import type { App } from '@slack/bolt';
import { afterEach, expect, test } from 'vitest';
import { type FakeSlack, type FakeSlackOptions, openFakeSlack } from '../../support/slack/fake-slack.ts';
import { textAt } from '../../support/slack/json.ts';
import { BOT, TOKENS } from '../../support/slack/workspace.ts';
import { clientOf, httpApp, socketApp } from './bolt.ts';

const ADA = { person: 'U0ADA', channel: 'C0GENERAL' };
const running: { app?: App; fake: FakeSlack }[] = [];

afterEach(async () => {
  for (const { app, fake } of running.splice(0)) {
    await app?.stop();
    await fake.close();
  }
});

type Listen = (app: App, heard: string[]) => void;

async function start(
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

const everything: Listen = (app, heard) => {
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

const BLOCKS = [
  {
    type: 'actions' as const,
    elements: [
      { type: 'button' as const, action_id: 'go', text: { type: 'plain_text' as const, text: 'Go' } },
      {
        type: 'static_select' as const,
        action_id: 'pick',
        placeholder: { type: 'plain_text' as const, text: 'Pick one' },
        options: ['x', 'y'].map((value) => ({ text: { type: 'plain_text' as const, text: value }, value })),
      },
    ],
  },
];

const FORM = {
  type: 'modal' as const,
  callback_id: 'form',
  title: { type: 'plain_text' as const, text: 'Form' },
  submit: { type: 'plain_text' as const, text: 'Run' },
  blocks: [
    {
      type: 'input' as const,
      block_id: 'prompt',
      label: { type: 'plain_text' as const, text: 'Prompt' },
      element: { type: 'plain_text_input' as const, action_id: 'value' },
    },
  ],
};

test.each(['socket', 'http'] as const)('everything a person does reaches Bolt over %s', async (mode) => {
  const { fake, heard } = await start(mode, (one, all) => {
    everything(one, all);
    one.command('/form', async ({ command, ack, client }) => {
      await ack();
      await client.views.open({ trigger_id: command.trigger_id, view: FORM });
    });
  });
  const { ts, deliveries } = await fake.say({ ...ADA, text: 'tea & <toast> on model.info' });
  await fake.mention({ ...ADA, text: 'hello' });
  await fake.say({ person: 'U0ADA', channel: 'D0ADA', text: 'psst' });
  await fake.slash({ ...ADA, text: 'reflect.trace' });
  await fake.openHome('U0ADA');
  await fake.shortcut({ ...ADA, ts });
  const { ts: own = '' } = await clientOf(fake).chat.postMessage({
    channel: ADA.channel,
    text: 'mine',
    blocks: BLOCKS,
  });
  await fake.press({ ...ADA, ts: own, button: 'Go' });
  await fake.choose({ ...ADA, ts: own, menu: 'Pick one', choice: 'y' });
  await fake.slash({ ...ADA, command: '/form', text: '' });
  await fake.until('a form', () => fake.form('U0ADA'));
  await expect(fake.submitView('U0ADA', {})).rejects.toThrow('required');
  const wrong = await fake.submitView('U0ADA', { Prompt: 'bad' });
  expect(wrong.response).toMatchObject({ response_action: 'errors' });
  expect((await fake.submitView('U0ADA', { prompt: 'typed' })).acked).toBe(true);
  expect(fake.form('U0ADA')).toBeUndefined();
  expect(deliveries).toMatchObject([{ acked: true, attempts: 1 }]);
  expect(heard.sort()).toEqual(
    [
      'message tea &amp; &lt;toast&gt; on <http://model.info|model.info>',
      `message <@${BOT.user}> hello`,
      `mention <@${BOT.user}> hello`,
      'message psst',
      'command reflect.trace in C0GENERAL',
      'home U0ADA',
      'shortcut tea &amp; &lt;toast&gt; on <http://model.info|model.info>',
      'button go ',
      'static_select pick y',
      'form bad',
      'form typed',
    ].sort(),
  ); // and not "mine": Bolt leaves the bot's own out, though it is delivered
  expect(fake.violations).toEqual([]);
});

test.each(['socket', 'http'] as const)(
  'what is not acknowledged comes again, but not commands (%s)',
  async (mode) => {
    let free: () => void = () => {};
    const held = new Promise<void>((resolve) => {
      free = resolve;
    });
    let asked = 0;
    const { fake, heard } = await start(
      mode,
      (app, all) => {
        app.command('/p', async ({ ack }) => ack());
        app.event('message', async ({ body, context }) => {
          all.push(`${body.event_id} ${context.retryNum ?? 0} ${context.retryReason ?? ''}`);
        });
      },
      { ackMs: 400, authorize: () => (asked++ < 2 ? held : Promise.resolve()) },
    );
    expect(await fake.slash({ ...ADA, text: 'x' })).toMatchObject({
      acked: false,
      attempts: 1,
      why: 'timeout',
    });
    const { deliveries } = await fake.say({ ...ADA, text: 'late' });
    expect(deliveries).toMatchObject([{ acked: true, attempts: 2 }]);
    free();
    await fake.until('both', () => heard.length === 2);
    expect(heard).toEqual([`Ev0000001 1 ${mode === 'http' ? 'http_timeout' : 'timeout'}`, 'Ev0000001 0 ']);
  },
);

test.each(['warning', 'refresh_requested', 'dropped'] as const)(
  'no event is lost or doubled when the socket goes: %s',
  async (how) => {
    const { fake, heard } = await start('socket', everything);
    await fake.say({ ...ADA, text: 'before' });
    if (how === 'dropped') fake.sockets.drop();
    else fake.sockets.disconnect(how);
    expect(await fake.slash({ ...ADA, text: 'meanwhile' })).toMatchObject({ acked: false, why: 'nobody' });
    const said = await fake.say({ ...ADA, text: 'meanwhile' });
    expect(said.deliveries).toMatchObject([{ acked: true, attempts: 1 }]);
    expect(fake.sockets.opened).toBe(2);
    expect(heard).toEqual(['message before', 'message meanwhile']);
  },
);

test('over HTTP only what Slack signed is heard', async () => {
  const { fake, heard } = await start('http', everything);
  const payload = (await fake.slash({ ...ADA, text: 'good' })).payload;
  const status = async (forgery: Parameters<FakeSlack['post']>[2]) =>
    (await fake.post('slash_commands', payload, forgery)).status;
  expect(await status({ secret: 'guessed' })).toBe(401);
  expect(await status({ age: 301 })).toBe(401);
  expect(await status({ unsigned: true })).toBe(401);
  expect(await status({ tampered: '&text=evil' })).toBe(401);
  expect(heard).toEqual(['command good in C0GENERAL']);
  expect(await status({})).toBe(200);
  const challenge = { type: 'url_verification', token: 'x', challenge: 'c h a l' };
  expect(await fake.post('events_api', challenge)).toMatchObject({
    status: 200,
    body: '{"challenge":"c h a l"}',
  });
});

test('Socket Mode wants the app token, and a ticket opens one connection', async () => {
  const { fake } = await start('socket', everything);
  const open = (token: string) =>
    fetch(`${fake.api}apps.connections.open`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
    });
  expect(await (await open(TOKENS.bot)).json()).toMatchObject({ ok: false, error: 'not_allowed_token_type' });
  expect(textAt(await (await open(TOKENS.app)).json(), 'url')).toContain('ws://127.0.0.1:');
  expect(fake.sockets.open).toBe(1);
});

test('a response address takes five messages, and lapses', async () => {
  const { fake } = await start('socket', everything);
  const url = textAt((await fake.slash({ ...ADA, text: 'x' })).payload, 'response_url');
  const respond = async (text: string, more: object = {}) =>
    (
      await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ text, ...more }),
      })
    ).status;
  expect(await respond('for ada')).toBe(200);
  expect(await respond('for all', { response_type: 'in_channel' })).toBe(200);
  expect([await respond('3'), await respond('4'), await respond('5'), await respond('6')]).toEqual([
    200, 200, 200, 404,
  ]);
  expect(fake.messages(ADA.channel).slice(0, 2)).toMatchObject([
    { text: 'for ada', onlyFor: 'U0ADA' },
    { text: 'for all' },
  ]);
  const lapsed = textAt((await fake.slash({ ...ADA, text: 'x' })).payload, 'response_url');
  fake.responseUrls.lapse();
  expect((await fetch(lapsed, { method: 'POST', body: '{"text":"late"}' })).status).toBe(404);
});

test('what happens outside its channels the bot does not hear', async () => {
  const { fake, heard } = await start('socket', everything);
  expect((await fake.mention({ ...ADA, channel: 'C0OUTSIDE', text: 'hi' })).deliveries).toEqual([]);
  await fake.say({ ...ADA, channel: 'C0SECRET', text: 'in the closed one' });
  expect(heard).toEqual(['message in the closed one']);
});
