/** The fake's retries, connections, signatures and response addresses, held to the real Bolt. */
import { afterEach, expect, test } from 'vitest';
import type { FakeSlack } from '../../support/slack/fake-slack.ts';
import { textAt } from '../../support/slack/json.ts';
import { TOKENS } from '../../support/slack/workspace.ts';
import { ADA, everything, start, stopAll } from './bolt-heard.ts';

afterEach(stopAll);

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
