/** What happens in Slack, over the wire and Bolt, as the house takes it in. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { writeAnswerId } from '../../../src/chat/answer-id.ts';
import { textAt } from '../../support/slack/json.ts';
import { type Adapter, KEY, openAdapter, slackOf } from './adapter.ts';

const GENERAL = { person: 'U0ADA', channel: 'C0GENERAL' };

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** Over HTTP: on a server that is not the adapter's. */
async function opened(
  mode: 'socket' | 'http',
  options: Parameters<typeof openAdapter>[0] = {},
): Promise<Adapter> {
  const at = await openAdapter({ ...options, mode });
  closing.push(() => at.close());
  if (mode === 'socket') return at;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    );
    const answer = await at.slack.handle?.(Buffer.concat(chunks).toString('utf8'), headers);
    response.writeHead(answer?.status ?? 404, answer?.headers).end(answer?.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  at.fake.listensAt(`http://127.0.0.1:${port}/slack/events`);
  closing.push(() => server.close());
  return at;
}

test.each(['socket', 'http'] as const)(
  '%s: everything that people do arrives once, and is acknowledged',
  async (mode) => {
    const at = await opened(mode);
    const { fake } = at;
    const slash = await fake.slash({ ...GENERAL, text: 'reflect.trace The capital' });
    const mention = await fake.mention({ ...GENERAL, text: 'hello' });
    const line = await fake.say({ ...GENERAL, text: '.p/help' });
    const talk = await fake.say({ ...GENERAL, text: 'good morning' });
    const shortcut = await fake.shortcut({ ...GENERAL, ts: talk.ts });
    const all = [slash, ...mention.deliveries, ...line.deliveries, ...talk.deliveries, shortcut];
    expect(mention.deliveries).toHaveLength(2);
    expect(all.map(({ acked, attempts }) => [acked, attempts])).toEqual(all.map(() => [true, 1]));
    expect(Math.max(...all.map(({ ackMs }) => ackMs))).toBeLessThan(1_000);
    expect(at.events.map(({ id }) => id)).toEqual(await asked(at, 4));
    expect(at.asked.map(({ way, text, person, thread }) => [way, text, person.name, thread])).toEqual([
      ['command', '.p/reflect.trace The capital', 'ada', undefined],
      ['mention', 'hello', 'ada', undefined],
      ['message', '.p/help', 'ada', undefined],
      ['shortcut', '.p/reflect.trace', 'ada', talk.ts],
    ]);
    expect(at.events[3]).toMatchObject({ repliedTo: 'good morning' });
  },
);

/** Ids of what is to be answered, once there are so many. */
const asked = ({ fake, asked }: Adapter, count: number): Promise<string[]> =>
  fake.until(`${count} to answer`, () => asked.length >= count && asked.map(({ id }) => id));

test('in the thread of a session everything said is for us, elsewhere not', async () => {
  const at = await opened('socket');
  const { ts } = await at.fake.say({ ...GENERAL, text: 'a thread of people' });
  await at.fake.say({ ...GENERAL, thread: ts, text: 'not yet' });
  at.sessions.push({ channel: 'C0GENERAL', thread: ts, prompt: 'p', people: 1, turns: 1 });
  await at.fake.say({ ...GENERAL, thread: ts, text: 'and now' });
  expect(at.events.map(({ text, way, thread }) => [text, way, thread])).toEqual([['and now', 'message', ts]]);
});

test('an event that cannot be kept is not acknowledged, and comes again', async () => {
  const at = await opened('socket', { retryAfterMs: [20, 20, 20], ackMs: 1_000 });
  let failures = 2;
  at.keep = async () => {
    if (failures-- > 0) throw new Error('disk full');
  };
  const { deliveries } = await at.fake.mention({ ...GENERAL, text: 'hello' });
  expect(deliveries.every(({ acked }) => acked)).toBe(true);
  expect(Math.max(...deliveries.map(({ attempts }) => attempts))).toBeGreaterThan(1);
  expect(at.events).toHaveLength(1);
});

test('a second delivery is not acknowledged before the first is kept', async () => {
  const at = await opened('http');
  let keep = () => {};
  const asked = new Promise<void>((resolve) => {
    at.keep = () => {
      resolve();
      return new Promise<void>((kept) => {
        keep = kept;
      });
    };
  });
  const event = {
    type: 'event_callback',
    event_id: 'Ev9',
    team_id: 'T000000001',
    event: { type: 'message', channel_type: 'im', channel: 'D1', user: 'U0ADA', text: 'hi', ts: '9.1' },
  };
  let answers = 0;
  const posts = [1, 2].map((age) => at.fake.post('events_api', event, { age }).then(() => answers++));
  await asked;
  await new Promise((resolve) => setTimeout(resolve, 100)); // time enough for an answer that should not come
  expect(answers).toBe(0);
  keep();
  await Promise.all(posts);
  expect(at.events).toHaveLength(1);
});

test('a command that cannot be kept is answered with words, to who typed it', async () => {
  const at = await opened('socket');
  at.keep = async () => {
    throw new Error('disk full at /var/secret');
  };
  expect(await at.fake.slash({ ...GENERAL, text: 'help' })).toMatchObject({ acked: true });
  const said = await at.fake.until('words', () => at.fake.messages('C0GENERAL')[0]);
  expect(said).toMatchObject({ onlyFor: 'U0ADA' });
  expect(said.text).toContain('This could not be kept. Send it again in a minute.');
  expect(said.text).not.toContain('secret');
});

test('only what Slack signed, once, is heard', async () => {
  const at = await opened('http');
  const { payload } = await at.fake.slash({ ...GENERAL, text: 'good' });
  const status = async (forgery: Parameters<typeof at.fake.post>[2]) =>
    (await at.fake.post('slash_commands', payload, forgery)).status;
  expect(await status({ secret: 'guessed' })).toBe(401);
  expect(await status({ age: 301 })).toBe(401);
  expect(await status({ unsigned: true })).toBe(401);
  expect(await status({ tampered: '&text=evil' })).toBe(401);
  const first = await at.fake.post('slash_commands', payload, { age: 10 });
  expect(first.status).toBe(200);
  expect(await status({ headers: first.headers })).toBe(401);
  expect(at.events).toHaveLength(1);
  const challenge = { type: 'url_verification', token: 'x', challenge: 'c h a l' };
  expect(await at.fake.post('events_api', challenge)).toMatchObject({ status: 200 });
});

test.each(['disconnect', 'drop'] as const)(
  'a connection that ends (%s) is opened again, and nothing is lost',
  async (how) => {
    const at = await opened('socket');
    await at.fake.say({ ...GENERAL, text: '.p/help one' });
    if (how === 'drop') at.fake.sockets.drop();
    else at.fake.sockets.disconnect('refresh_requested');
    await at.fake.say({ ...GENERAL, text: '.p/help two' });
    expect(at.fake.sockets.opened).toBe(2);
    await at.fake.until('ready', () => at.slack.ready());
    expect(at.events.map(({ text }) => text)).toEqual(['.p/help one', '.p/help two']);
  },
);

test('Slack that is away is waited for', async () => {
  const at = await opened('socket');
  at.fake.fail(
    'apps.connections.open',
    { status: 503 },
    { error: 'internal_error' },
    { status: 429, retryAfter: 1 },
  );
  at.fake.sockets.drop();
  await at.fake.say({ ...GENERAL, text: '.p/help' });
  expect(at.events).toHaveLength(1);
  expect(at.slack.ready()).toBe(true);
});

test('a token that Slack does not take is told, with what to do', async () => {
  const at = await opened('socket');
  const refused = { code: 'slack-refused', message: expect.stringContaining('SLACK_BOT_TOKEN') };
  await expect(slackOf(at.fake, at, { tokens: { bot: 'xoxb-wrong' } }).start()).rejects.toMatchObject(
    refused,
  );
  await expect(slackOf(at.fake, at, { tokens: { app: 'xapp-wrong' } }).start()).rejects.toMatchObject(
    refused,
  );
});

test('a form: /p form opens it, what is typed comes as a line', async () => {
  const at = await opened('socket');
  await at.fake.slash({ ...GENERAL, text: 'form reflect.trace' });
  const form = await at.fake.until('the form', () => at.fake.form('U0ADA'));
  expect(textAt(form, 'callback_id')).toBe('form');
  await at.fake.submitView('U0ADA', { prompt: 'The capital of France is', 'param:top': '7' });
  expect(at.events[0]).toMatchObject({
    way: 'command',
    channel: 'C0GENERAL',
    text: '.p/reflect.trace{top=7} "The capital of France is"',
    person: { id: 'U0ADA', name: 'ada' },
  });
  await at.fake.slash({ ...GENERAL, text: 'form no.such' });
  const said = await at.fake.until('words', () => at.fake.messages('C0GENERAL')[0]);
  expect(said.text).toContain('a command or a place that dotp does not know');
});

test('a form that cannot be kept stays open and says so', async () => {
  const at = await opened('socket');
  await at.fake.slash({ ...GENERAL, text: 'form reflect.trace' });
  await at.fake.until('the form', () => at.fake.form('U0ADA'));
  at.keep = async () => {
    throw new Error('disk full');
  };
  const sent = await at.fake.submitView('U0ADA', { prompt: 'x' });
  expect(sent.response).toEqual({
    response_action: 'errors',
    errors: { prompt: 'This could not be kept. Send it again in a minute.' },
  });
});

test('the page of the bot shows sessions of the channels of who reads it, and of no other', async () => {
  const at = await opened('socket');
  at.sessions.push(
    { channel: 'C0GENERAL', thread: '1.1', prompt: 'in general', people: 1, turns: 1 },
    { channel: 'C0NOWHERE', thread: '1.1', prompt: 'elsewhere', people: 1, turns: 1 },
  );
  await at.fake.openHome('U0ADA');
  const page = JSON.stringify(await at.fake.until('the page', () => at.fake.home('U0ADA')));
  expect(page).toContain('form:reflect.trace');
  expect(page).toContain('#general: “in general”');
  expect(page).not.toContain('elsewhere');
});

test('a button is heard with what it asks; a forged one is refused to who pressed it', async () => {
  const at = await opened('socket');
  await at.fake.slash({ ...GENERAL, text: 'help' });
  const event = await at.event(0);
  const { message: ts = '' } = await at.slack.voice.open(event, '…');
  await at.fake.press({ ...GENERAL, ts, button: 'Stop' });
  expect(at.events[1]).toMatchObject({
    way: 'button',
    thread: ts,
    address: { action: 'stop', turn: event.id },
  });
  const elsewhere = writeAnswerId({ action: 'json', turn: event.id }, 'C0LAB', KEY);
  for (const action_id of ['json', elsewhere])
    expect(await at.fake.press({ ...GENERAL, ts, button: 'Stop', more: { action_id } })).toMatchObject({
      acked: true,
    });
  await at.fake.until(
    'two refusals',
    () => at.fake.messages('C0GENERAL').filter(({ onlyFor }) => onlyFor !== undefined).length === 2,
  );
  expect(at.events).toHaveLength(2);
});

test('after stop nothing is taken in', async () => {
  const at = await opened('http');
  await at.slack.stop();
  expect(at.slack.ready()).toBe(false);
  const { payload } = await at.fake.slash({ ...GENERAL, text: 'help' });
  expect((await at.fake.post('slash_commands', payload)).status).toBe(503);
  expect(at.events).toHaveLength(0);
});
