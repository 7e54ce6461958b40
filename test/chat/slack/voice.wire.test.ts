/** The voice, said on the wire to a Slack that keeps Slack's rules. */
import { afterEach, expect, test } from 'vitest';
import { readAnswerId } from '../../../src/chat/answer-id.ts';
import { DotpError } from '../../../src/kernel/errors.ts';
import { type Adapter, answered, KEY, openAdapter, PNG, slackOf } from './adapter.ts';

const GENERAL = { person: 'U0ADA', channel: 'C0GENERAL' };
const OUTSIDE = { person: 'U0ADA', channel: 'C0OUTSIDE' };

let adapter: Adapter | undefined;
afterEach(async () => {
  if (adapter === undefined) return;
  const { violations } = adapter.fake;
  const pings = adapter.fake.pings();
  await adapter.close();
  expect(violations).toEqual([]);
  expect(pings).toEqual([]);
  adapter = undefined;
});

const opened = async (options?: Parameters<typeof openAdapter>[0]): Promise<Adapter> => {
  adapter = await openAdapter(options);
  return adapter;
};

/** `/p` at the top of a channel, begun. */
async function begun(at: Adapter, where = GENERAL) {
  await at.fake.slash({ ...where, text: 'reflect.trace <b> & @here' });
  const event = await at.event(at.events.length - 1);
  const place = await at.slack.voice.open(event, 'Waiting …');
  return { event, place, voice: at.slack.voice };
}

const buttons = (blocks: readonly object[]): string[] =>
  [...JSON.stringify(blocks).matchAll(/"action_id":"([^"]+)"/g)].map(([, id = '']) => id);

test('/p opens a thread whose root says who asked what and can be stopped; the answer is one message in it', async () => {
  const at = await opened();
  const { event, place, voice } = await begun(at);
  const [root] = at.fake.messages('C0GENERAL');
  expect(place).toEqual({ thread: root?.ts, message: root?.ts });
  expect(root?.text).toContain('ada asked: .p/reflect.trace &lt;b&gt; &amp; @\u200bhere');
  const ids = buttons(root?.blocks ?? []);
  expect(ids.map((id) => readAnswerId(id, 'C0GENERAL', KEY))).toEqual([{ action: 'stop', turn: event.id }]);

  const ts = await voice.answer(event, place, answered(event), 0);
  await voice.end(event, place);
  const [now, answer] = at.fake.messages('C0GENERAL', place.thread);
  expect(now).toMatchObject({ ts: place.message, deleted: false });
  expect(now?.text).toContain('Answered in this thread.');
  expect(buttons(now?.blocks ?? [])).toEqual([]);
  expect(answer).toMatchObject({ ts, thread: place.thread });
  expect(answer?.files.map(({ name, bytes, alt }) => [name, Buffer.from(bytes).equals(PNG), alt])).toEqual([
    ['reflect.trace.png', true, 'A graph of 40 nodes.'],
  ]);
  const actions = buttons(answer?.blocks ?? []).map((id) => readAnswerId(id, 'C0GENERAL', KEY).action);
  expect(actions).toEqual(['toggle', 'deeper', 'fork', 'rerun', 'json', 'head']);
  expect(JSON.stringify(answer?.blocks)).toContain('Weak: @\u200beveryone.');
});

test('a mention is answered in its thread, and its progress goes when the answer is there', async () => {
  const at = await opened();
  const { ts } = await at.fake.mention({ ...GENERAL, text: '.p/help' });
  const event = await at.event(0);
  const { voice } = at.slack;
  const place = await voice.open(event, 'One.');
  expect(place.thread).toBe(ts);
  voice.progress(event, place, 'Two.');
  voice.progress(event, place, 'Three <@U0BEN>.');
  const shown = await at.fake.until('an edit', () =>
    at.fake.messages('C0GENERAL', ts).find(({ edits }) => edits.length > 0),
  );
  expect(shown.text).toContain('Three &lt;@\u200bU0BEN&gt;.');
  expect(shown.edits.length).toBe(1);
  await voice.answer(event, place, answered(event), 0);
  await voice.end(event, place);
  voice.progress(event, place, 'A late step of a turn that is over.');
  const left = at.fake.messages('C0GENERAL', ts).filter(({ deleted, user }) => !deleted && user === 'U0DOTP');
  expect(left.map(({ files }) => files.length)).toEqual([1]);
});

test('direct messages are one session: no thread', async () => {
  const at = await opened();
  await at.fake.openHome('U0ADA');
  await at.fake.say({ person: 'U0ADA', channel: 'D0ADA', text: 'hello' });
  const event = await at.event(0);
  expect(event).not.toHaveProperty('thread');
  expect(event.address.manages).toBe(true);
  const place = await at.slack.voice.open(event, 'One.');
  expect(Object.keys(place)).toEqual(['message']);
  await at.slack.voice.answer(event, place, answered(event), 0);
  await at.slack.voice.end(event, place);
  const said = at.fake.messages('D0ADA').filter(({ deleted }) => !deleted);
  expect(said.map(({ thread }) => thread)).toEqual([undefined, undefined]);
});

test('the button JSON gives the reply as a file; files of an answer go with it', async () => {
  const at = await opened();
  const { event, place, voice } = await begun(at);
  const file = {
    name: 'a.html',
    type: 'text/html; charset=utf-8',
    bytes: PNG,
    description: 'A page.',
  } as const;
  await voice.answer(event, place, answered(event, { files: [file] }), 0);
  await voice.answer(event, place, answered(event, { show: 'json', picks: [] }), 1);
  const [, first, second] = at.fake.messages('C0GENERAL', place.thread);
  expect(first?.files.map(({ name }) => name)).toEqual(['reflect.trace.png', 'a.html']);
  const [json] = second?.files ?? [];
  expect(json?.name).toBe('reflect.trace.json');
  expect(JSON.parse(Buffer.from(json?.bytes ?? []).toString('utf8'))).toEqual(answered(event).reply);
  expect(buttons(second?.blocks ?? [])).toEqual([]);
});

test('where the bot is not, words go to who asked, with an invitation, and nothing is uploaded', async () => {
  const at = await opened();
  const { event, place, voice } = await begun(at, OUTSIDE);
  expect(place).toEqual({});
  voice.progress(event, place, 'Nobody sees this.');
  await voice.answer(event, place, answered(event), 0);
  await voice.end(event, place);
  const [said] = at.fake.messages('C0OUTSIDE');
  expect(said).toMatchObject({ via: 'response_url', onlyFor: 'U0ADA' });
  expect(JSON.stringify(said?.blocks)).toContain('The model says');
  expect(JSON.stringify(said?.blocks)).toContain('/invite');
  at.fake.responseUrls.lapse();
  await expect(voice.answer(event, place, answered(event), 1)).rejects.toMatchObject({
    code: 'undeliverable',
  });
  await expect(
    voice.open({ ...event, id: 'x', address: { channel: 'C0OUTSIDE' } }, '…'),
  ).rejects.toMatchObject({
    code: 'undeliverable',
    slack: 'not_in_channel',
  });
});

test('an upload that fails is said aloud, and the words are there', async () => {
  const at = await opened();
  const { event, place, voice } = await begun(at);
  at.fake.fail('upload', { status: 500 }, { status: 500 }, { status: 500 });
  await voice.answer(event, place, answered(event), 0);
  at.fake.fail('files.completeUploadExternal', { error: 'file_update_failed' });
  await voice.answer(event, place, answered(event), 1);
  const [, first, second] = at.fake.messages('C0GENERAL', place.thread);
  expect(first).toMatchObject({ files: [] });
  expect(first?.text).toContain('Could not be uploaded: reflect.trace.png.');
  expect(second?.text).toContain('Could not be uploaded (file\\_update'.replace('\\', ''));
  expect(buttons(first?.blocks ?? [])).toHaveLength(6);
});

test('an upload that Slack takes and never shows is said aloud', async () => {
  const at = await opened({ shareAfterMs: 60_000, gaps: { appear: [1, 1] } });
  const { event, place, voice } = await begun(at);
  await voice.answer(event, place, answered(event), 0);
  const [, said] = at.fake.messages('C0GENERAL', place.thread);
  expect(said?.text).toContain('Could not be uploaded: reflect.trace.png.');
});

test('an upload that shows late is found, and not said again', async () => {
  const at = await opened({ shareAfterMs: 300, gaps: { appear: [1] } });
  const { event, place, voice } = await begun(at);
  const late = at.fake.until('the upload', () => at.fake.messages('C0GENERAL', place.thread)[1]);
  at.fake.fail('conversations.replies', { until: late });
  const ts = await voice.answer(event, place, answered(event), 0);
  expect(at.fake.messages('C0GENERAL', place.thread).map((message) => message.ts)).toEqual([
    place.thread,
    ts,
  ]);
});

test('blocks that Slack does not take become bare words', async () => {
  const at = await opened();
  const { event, place, voice } = await begun(at);
  at.fake.fail('files.completeUploadExternal', { error: 'invalid_blocks' });
  await voice.answer(event, place, answered(event), 0);
  const [, said] = at.fake.messages('C0GENERAL', place.thread);
  expect(said?.blocks).toEqual([]);
  expect(said?.text).toContain('The model says');
});

test('a post whose answer is lost stands there once', async () => {
  const at = await opened();
  at.fake.fail('chat.postMessage', { lost: true });
  await at.fake.slash({ ...GENERAL, text: 'help' });
  const event = await at.event(0);
  const { voice } = at.slack;
  await expect(voice.open(event, 'One.')).rejects.toMatchObject({ code: 'slack-away' });
  const place = await voice.open(event, 'One.'); // as the desk tries again
  at.fake.fail('files.completeUploadExternal', { lost: true });
  await expect(voice.answer(event, place, answered(event), 0)).rejects.toMatchObject({ code: 'slack-away' });
  await at.fake.until('the upload', () => at.fake.messages('C0GENERAL', place.thread).length === 2);
  const ts = await voice.answer(event, place, answered(event), 0);
  const all = at.fake.messages('C0GENERAL');
  expect(all.map((message) => message.ts)).toEqual([place.message, ts]);
});

test('a call that was too fast waits and is done; a post that never left is sent again', async () => {
  const at = await opened();
  at.fake.fail('chat.postMessage', { status: 429, retryAfter: 1 });
  at.fake.fail('files.completeUploadExternal', { error: 'ratelimited' });
  const { event, place, voice } = await begun(at);
  await voice.answer(event, place, answered(event), 0);
  expect(at.fake.messages('C0GENERAL')).toHaveLength(2);
});

test('another process finds what this one began and said', async () => {
  const at = await opened();
  const { event, place, voice } = await begun(at);
  const ts = await voice.answer(event, place, answered(event), 0);
  const { voice: next } = slackOf(at.fake, at);
  expect(await next.open({ ...event, receivedAt: event.receivedAt - 1 }, 'Again.')).toEqual(place);
  expect(await next.sent(event, place, answered(event), 0)).toBe(ts);
  expect(await next.sent(event, place, answered(event), 1)).toBeUndefined();
  expect(at.fake.messages('C0GENERAL')).toHaveLength(2);
});

class Wrong extends DotpError<'wrong'> {
  render = () => 'reflect.trace{x}\n              ^ <!here> ``` what';
}
const wrong = new Wrong({ code: 'wrong', what: 'Wrong.', fix: 'Right it.' }, 2);

test('a mistake in a command is told to who made it alone, with its caret', async () => {
  const at = await opened();
  await at.fake.slash({ ...GENERAL, text: 'reflect.trace{x}' });
  await at.slack.voice.fail(await at.event(0), undefined, wrong, 'ab12');
  const [said] = at.fake.messages('C0GENERAL');
  expect(said).toMatchObject({ onlyFor: 'U0ADA' });
  expect(said?.blocks[0]).toMatchObject({
    type: 'rich_text',
    elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: wrong.render() }] }],
  });
  expect(JSON.stringify(said?.blocks)).toContain('ab12');
});

test('a failure takes the place of the progress; where that is gone it is said in the thread', async () => {
  const at = await opened();
  const { event, place, voice } = await begun(at);
  const secret = new Error('token xoxb-12345678 at /home/x');
  expect(await voice.fail(event, place, secret, 'ab12')).toBe(place.message);
  const [root] = at.fake.messages('C0GENERAL');
  expect(root?.text).toMatch(/ada asked: .*\nSomething failed/s);
  expect(root?.text).not.toContain('xoxb');
  const elsewhere = { thread: place.thread ?? '', message: '1.000001' };
  await voice.fail(event, elsewhere, wrong, 'ab12');
  expect(at.fake.messages('C0GENERAL', place.thread)).toHaveLength(2);
});

test('an event that came as a message is told of its failure in its thread', async () => {
  const at = await opened();
  const { ts } = await at.fake.say({ ...GENERAL, text: '.p/no.such' });
  await at.slack.voice.fail(await at.event(0), undefined, wrong, 'ab12');
  expect(at.fake.messages('C0GENERAL', ts)).toHaveLength(2);
});
