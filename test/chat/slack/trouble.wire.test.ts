/** Slack says no, says later, or nothing: what people read then. */
import { afterAll, afterEach, expect, test } from 'vitest';
import { wordsCommand } from '../../../src/dispatch/command.ts';
import { helpFinding } from '../../../src/dispatch/help.ts';
import { openShipped } from '../../support/shipped.ts';
import type { SeenMessage } from '../../support/slack/log.ts';
import { openWhole, type Whole, type WholeOptions } from './whole.ts';

const shipped = await openShipped();
afterAll(shipped.close);
const running: Whole[] = [];
afterEach(async () => {
  for (const one of running.splice(0)) await one.close();
});

async function start(options: WholeOptions = {}) {
  const whole = await openWhole(async () => shipped.runner, options);
  running.push(whole);
  return whole;
}

const CHANNEL = 'C0GENERAL';
const ADA = { person: 'U0ADA', channel: CHANNEL };
const LENS = 'reflect.lens The capital of France is';
const allOf = (message: SeenMessage | undefined): string => JSON.stringify(message?.blocks) + message?.text;

test('"later" is waited for, with every call that is needed, and said once', async () => {
  const whole = await start();
  const later = { status: 429, retryAfter: 0 };
  for (const method of [
    'chat.postMessage',
    'files.getUploadURLExternal',
    'files.completeUploadExternal',
    'files.info',
  ])
    whole.fake.fail(method, later, later);
  whole.fake.fail('chat.postMessage', { status: 429, retryAfter: 1 });
  const started = performance.now();
  await whole.fake.slash({ ...ADA, text: LENS });
  const answers = await whole.settled(CHANNEL, 1);
  expect(answers).toHaveLength(1);
  expect(answers[0]?.files).toHaveLength(1);
  expect(performance.now() - started).toBeGreaterThan(1_000); // what Retry-After asked for
});

test('an answer of which nothing was heard is looked for before it is said again', async () => {
  const whole = await start();
  whole.fake.fail('files.completeUploadExternal', { lost: true });
  await whole.fake.slash({ ...ADA, text: LENS });
  const answers = await whole.settled(CHANNEL, 1);
  expect(answers).toHaveLength(1);
  expect(whole.logged.at(-1)?.facts).toMatchObject({ outcome: 'answered' });
});

test('a bot that was not invited answers who asked, in words, and says how to invite it', async () => {
  const whole = await start();
  const outside = { person: 'U0ADA', channel: 'C0OUTSIDE' };
  await whole.fake.slash({ ...outside, text: LENS });
  const [answer] = await whole.settled('C0OUTSIDE', 1);
  expect(answer).toMatchObject({ onlyFor: 'U0ADA', via: 'response_url' });
  expect(allOf(answer)).toContain('leads from layer 3 on');
  expect(allOf(answer)).toContain('Invite it with /invite');
});

test('five messages by the response address, and no more: the rest is known to be undeliverable', async () => {
  const whole = await start();
  const lines = Array.from({ length: 6 }, () => '.p/help').join('\n');
  await whole.fake.slash({ person: 'U0ADA', channel: 'C0OUTSIDE', text: lines });
  const told = await whole.fake.until('the end', () => whole.logged.find(({ facts }) => facts?.outcome));
  expect(whole.answers('C0OUTSIDE')).toHaveLength(5);
  expect(told.facts).toMatchObject({ outcome: 'undeliverable' });
  expect(whole.fake.calls.filter(({ method }) => method === 'response_url')).toHaveLength(5); // it is known, not tried
  expect(await whole.rooms.memory.ledger.unfinished()).toEqual([]);
});

test('a response address that has lapsed is no reason to stay silent in a channel that the bot is in', async () => {
  const whole = await start();
  whole.fake.fail('files.getUploadURLExternal', { error: 'file_uploads_disabled' });
  await whole.fake.slash({ ...ADA, text: LENS });
  whole.fake.responseUrls.lapse();
  const [answer] = await whole.settled(CHANNEL, 1);
  expect(answer).toMatchObject({ via: 'chat.postMessage' });
});

test('without the scope for files the words come, with a word about the picture', async () => {
  const whole = await start({ withoutScopes: ['files:write'] });
  await whole.fake.slash({ ...ADA, text: LENS });
  const [answer] = await whole.settled(CHANNEL, 1);
  expect(answer?.files).toEqual([]);
  expect(allOf(answer)).toContain('Could not be uploaded (missing_scope)');
  expect(allOf(answer)).toContain('leads from layer 3 on');
});

test('without the scopes that tell who people are, all goes on under their ids', async () => {
  const whole = await start({ withoutScopes: ['users:read', 'channels:read', 'groups:read'] });
  await whole.fake.slash({ ...ADA, text: 'help' });
  await whole.settled(CHANNEL, 1);
  expect(whole.fake.messages(CHANNEL)[0]?.text).toMatch(/^(U0ADA|ada) asked:/);
});

test('an archived channel is not tried for ever', async () => {
  const whole = await start();
  const lab = whole.fake.workspace.channels.get('C0LAB');
  if (lab === undefined) throw new Error('no lab');
  lab.archived = true;
  await whole.fake.slash({ person: 'U0ADA', channel: 'C0LAB', text: 'help' });
  await whole.fake.until('the end', () => whole.logged.find(({ facts }) => facts?.outcome));
  expect(await whole.rooms.memory.ledger.unfinished()).toEqual([]);
});

const LONG = Array.from({ length: 400 }, (_, index) => `line ${index}: a wörd <and> & *another*`).join('\n');

const longWords = wordsCommand({
  path: 'help.long',
  asks: 'What does not fit?',
  example: '.p/help.long',
  params: {},
  needs: 'nothing',
  find: (commands) => [helpFinding(commands, '')],
  say: () => LONG,
});

test('a text that no message holds comes whole, as a file beside what fits', async () => {
  const whole = await start({ command: longWords });
  await whole.fake.slash({ ...ADA, text: 'help.long' });
  const answers = await whole.settled(CHANNEL, 1);
  expect(answers).toHaveLength(1);
  expect(answers[0]?.files).toMatchObject([{ name: 'answer.txt', type: 'text/plain' }]);
  expect(Buffer.from(answers[0]?.files[0]?.bytes ?? []).toString('utf8')).toContain(LONG);
  expect(allOf(answers[0])).toContain('The whole text is in the file.');
  expect(allOf(answers[0])).toContain('line 0: a wörd &lt;and&gt; &amp;');
  expect(whole.fake.violations).toEqual([]);
});
