/** The fake's Web API as Slack's own client sees it: what the adapter's tests stand on. */
import { webApi } from '@slack/bolt';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type FakeSlack, openFakeSlack } from '../../support/slack/fake-slack.ts';
import { BOT } from '../../support/slack/workspace.ts';
import { clientOf, errorOf, section } from './bolt.ts';

const CHANNEL = 'C0GENERAL';
let fake: FakeSlack;
let client: webApi.WebClient;

beforeAll(async () => {
  fake = await openFakeSlack();
  client = clientOf(fake);
});
beforeEach(() => fake.heal());
afterAll(() => fake.close());

test('says who the bot is, and knows no other token', async () => {
  expect(await client.auth.test()).toMatchObject({
    user_id: BOT.user,
    bot_id: BOT.bot,
    team_id: 'T000000001',
  });
  expect(await errorOf(clientOf(fake, 'xoxb-stolen').auth.test())).toBe('invalid_auth');
  expect(await errorOf(client.reactions.get({ channel: CHANNEL, timestamp: '1.0' }))).toBe('missing_scope'); // the manifest does not ask for it
});

test('a message is posted, changed, read back and deleted', async () => {
  const { ts = '' } = await client.chat.postMessage({
    channel: CHANNEL,
    text: 'one',
    blocks: [section('one')],
  });
  await client.chat.update({ channel: CHANNEL, ts, text: 'two', blocks: [section('two')] });
  await client.chat.postMessage({ channel: CHANNEL, thread_ts: ts, text: 'below' });
  const { messages } = await client.conversations.replies({ channel: CHANNEL, ts });
  expect(messages).toMatchObject([
    { ts, text: 'two', bot_id: BOT.bot, blocks: [{ type: 'section', text: { text: 'two' } }] },
    { text: 'below', thread_ts: ts },
  ]);
  expect(fake.messages(CHANNEL, ts)).toMatchObject([
    { ts, text: 'two', edits: [{ text: 'one' }], deleted: false },
    { text: 'below', thread: ts },
  ]);
  await client.chat.delete({ channel: CHANNEL, ts });
  expect(fake.messages(CHANNEL, ts)[0]).toMatchObject({ deleted: true });
});

test('history keeps to the times that were asked for', async () => {
  const posted = [];
  for (const text of ['a', 'b', 'c']) posted.push(await client.chat.postMessage({ channel: 'C0LAB', text }));
  const [a = '', b = '', c = ''] = posted.map(({ ts }) => ts);
  const texts = async (asked: object) =>
    (await client.conversations.history({ channel: 'C0LAB', ...asked })).messages?.map(({ text }) => text);
  expect(await texts({})).toEqual(['c', 'b', 'a']);
  expect(await texts({ oldest: a })).toEqual(['c', 'b']);
  expect(await texts({ oldest: a, latest: c, inclusive: true })).toEqual(['c', 'b', 'a']);
  expect(await texts({ oldest: a, latest: c })).toEqual(['b']);
  expect(await texts({ limit: 1 })).toEqual(['c']);
  expect(b).not.toBe(a);
});

test('an upload is one message, a while later, with its blocks, its alternative text and every byte', async () => {
  const bytes = Buffer.from(Array.from({ length: 70_000 }, (_, index) => (index * 7 + (index >> 8)) % 256));
  const { ts: thread = '' } = await client.chat.postMessage({ channel: CHANNEL, text: 'thread' });
  const before = fake.messages(CHANNEL).length;
  const done = await client.filesUploadV2({
    channel_id: CHANNEL,
    thread_ts: thread,
    file: bytes,
    filename: 'picture.png',
    alt_text: 'a graph',
    blocks: [section('words')],
  });
  expect(JSON.stringify(done)).not.toContain('shares'); // no ts comes with the answer
  const seen = await fake.until('the upload', () => fake.messages(CHANNEL)[before]);
  expect(seen).toMatchObject({
    thread,
    user: BOT.user,
    blocks: [{ type: 'section', text: { text: 'words' } }],
  });
  expect(seen.files).toMatchObject([{ name: 'picture.png', alt: 'a graph', type: 'image/png' }]);
  expect(Buffer.from(seen.files[0]?.bytes ?? []).equals(bytes)).toBe(true);
  const info = await client.files.info({ file: seen.files[0]?.id ?? '' });
  expect(info.file?.shares?.public?.[CHANNEL]?.[0]).toMatchObject({ ts: seen.ts, thread_ts: thread });
  expect(fake.messages(CHANNEL)).toHaveLength(before + 1);
});

test('a file that is uploaded and not yet shared is in no channel', async () => {
  const slow = await openFakeSlack({ shareAfterMs: 60_000 });
  const at = clientOf(slow);
  await at.filesUploadV2({ channel_id: CHANNEL, file: Buffer.from('x'), filename: 'a.txt' });
  expect((await at.files.info({ file: 'F0000001' })).file?.shares).toEqual({});
  expect(slow.messages(CHANNEL)).toEqual([]);
  await slow.close();
});

test('says why it takes nothing: not in the channel, none there, closed, archived, scope missing', async () => {
  const post = (channel: string) => errorOf(client.chat.postMessage({ channel, text: 'x' }));
  expect(await post('C0OUTSIDE')).toBe('not_in_channel');
  expect(await post('C0NONE')).toBe('channel_not_found');
  expect(await post('C0SECRET')).toBe('no error');
  const secret = fake.workspace.channels.get('C0SECRET');
  const lab = fake.workspace.channels.get('C0LAB');
  if (secret === undefined || lab === undefined) throw new Error('no channels');
  secret.joined = false;
  expect(await post('C0SECRET')).toBe('channel_not_found');
  lab.archived = true;
  expect(await post('C0LAB')).toBe('is_archived');
  [secret.joined, lab.archived] = [true, false];
  fake.workspace.scopes.delete('files:write');
  expect(
    await errorOf(client.filesUploadV2({ channel_id: CHANNEL, file: Buffer.from('x'), filename: 'a' })),
  ).toBe('missing_scope');
  fake.workspace.scopes.add('files:write');
});

test('a rate limit is kept by method, and outages are told as they are', async () => {
  fake.fail('chat.postMessage', { status: 429, retryAfter: 0 });
  const limited: unknown[] = [];
  client.on(webApi.WebClientEvent.RATE_LIMITED, (seconds) => limited.push(seconds));
  await client.chat.postMessage({ channel: CHANNEL, text: 'after the limit' });
  expect(limited).toEqual([0]);
  fake.fail('chat.postMessage', { status: 503 }, { status: 503 });
  expect(await errorOf(client.chat.postMessage({ channel: CHANNEL, text: 'x' }))).toContain('503');
  fake.fail('chat.postMessage', { lost: true });
  await client.chat.postMessage({ channel: CHANNEL, text: 'said twice' });
  expect(fake.messages(CHANNEL).filter(({ text }) => text === 'said twice')).toHaveLength(2); // done, then tried again
});

test('notices who would be called', async () => {
  const before = fake.pings().length;
  await client.chat.postMessage({
    channel: CHANNEL,
    text: '&lt;!here&gt; @here <@U0ADA>',
    blocks: [section('<!channel> and @everyone'), section('<!subteam^S1|team>')],
  });
  await client.chat.postMessage({ channel: CHANNEL, text: '@channel', link_names: true });
  expect(fake.pings().slice(before)).toEqual([
    '<@U0ADA>',
    '<!channel>',
    '@everyone',
    '<!subteam^S1|team>',
    '@channel',
  ]);
});

test('a form needs a trigger that is fresh, and is checked', async () => {
  const view = {
    type: 'modal' as const,
    title: { type: 'plain_text' as const, text: 'x'.repeat(25) },
    blocks: [section('x')],
  };
  expect(await errorOf(client.views.open({ trigger_id: '1.1.trg0000001', view }))).toBe('invalid_arguments');
  const good = { ...view, title: { ...view.title, text: 'x' } };
  expect(await errorOf(client.views.open({ trigger_id: 'made up', view: good }))).toBe('invalid_trigger_id');
});
