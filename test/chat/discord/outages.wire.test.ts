/** The whole house while Discord fails: every turn is answered, and once. No model is needed to see it. */
import { afterEach, expect, test } from 'vitest';
import { type Differs, type WholeHouse, wholeHouse } from './whole-house.ts';

const open: WholeHouse[] = [];
afterEach(async () => {
  for (const house of open.splice(0)) await house.close();
});

async function house(differs: Differs = {}): Promise<WholeHouse> {
  const opened = await wholeHouse(undefined, differs);
  open.push(opened);
  return opened;
}

const help = { path: ['help'], channel: 'general' } as const;

/** The only message of the bot in a channel, an answer. */
async function onlyAnswer({ fake, answer }: WholeHouse, channel = 'general') {
  const said = await answer(channel);
  expect(said.content).toContain('help');
  expect(fake.messages(channel).filter(({ ours }) => ours)).toHaveLength(1);
  return said;
}

test('429: Retry-After is waited for, and the answer is there once', async () => {
  const at = await house();
  at.fake.faults.plan({ match: /^PATCH .*@original/, times: 2, fault: { kind: 'rate', seconds: 0.1 } });
  at.fake.faults.plan({ match: /^POST .*threads$/, fault: { kind: 'rate', seconds: 0.1, global: true } });
  await at.fake.slash(help);
  const said = await onlyAnswer(at);
  expect(said.thread).toBe(said.id);
  expect(at.fake.requests.filter(({ status }) => status === 429)).toHaveLength(3);
  expect(at.fake.violations).toEqual([]);
});

test('a post that was carried out and whose answer was lost is not made twice', async () => {
  const at = await house();
  at.fake.faults.plan({ match: /^POST .*messages$/, fault: { kind: 'broken', status: 502, done: true } });
  at.fake.faults.plan({ match: /^POST .*messages$/, fault: { kind: 'cut', done: true } });
  at.fake.say({ channel: 'general', text: '{me} .p/help' });
  await onlyAnswer(at);
  expect(at.fake.requests.filter(({ request }) => /^POST .*messages$/.test(request)).length).toBeGreaterThan(
    1,
  );
  expect(at.fake.violations).toEqual([]);
});

test('a thread that was opened and whose answer was lost is there already: 160004 is no failure', async () => {
  const at = await house();
  at.fake.faults.plan({ match: /threads$/, fault: { kind: 'broken', status: 502, done: true } });
  await at.fake.slash(help);
  const said = await onlyAnswer(at);
  expect(said.thread).toBe(said.id);
  expect(said.content).not.toContain('No thread');
  expect(
    at.fake.requests.filter(({ request }) => request.endsWith('/threads')).map(({ status }) => status),
  ).toEqual([502, 400]);
  expect(at.fake.violations).toEqual([]);
});

test('an acknowledgement that comes too late: the answer is a message of the channel', async () => {
  const at = await house();
  expect((await at.fake.slash({ ...help, ackWithin: 0 })).ack).toBeUndefined();
  const said = await onlyAnswer(at);
  expect(said.interaction).toBeUndefined();
  expect(at.warned).toContain('Discord did not take the acknowledgement.');
  expect(at.fake.violations).toEqual([]);
});

test('a token that lapses while the turn waits: the bot itself goes on with the same message', async () => {
  const at = await house();
  let release = () => {};
  const until = new Promise<void>((resolve) => {
    release = resolve;
  });
  at.fake.faults.plan({ match: /^PATCH .*@original/, fault: { kind: 'held', until } });
  const { id } = await at.fake.slash(help);
  await at.fake.until(
    () => at.fake.requests.some(({ request }) => /^PATCH .*@original/.test(request)),
    'the edit',
  );
  at.fake.lapse(id);
  release();
  expect((await onlyAnswer(at)).interaction).toBe(id);
  expect(at.fake.requests.some(({ status }) => status === 401)).toBe(true);
  expect(at.fake.violations).toEqual([]);
});

test('the gateway drops and resumes: nothing said meanwhile is lost, nothing is answered twice', async () => {
  const at = await house();
  at.fake.say({ channel: 'general', text: '.p/help' });
  await onlyAnswer(at);
  at.fake.gateway.drop();
  at.fake.say({ channel: 'random', text: '.p/help' });
  const acked = at.fake.slash(help);
  expect((await acked).ack?.type).toBe(5);
  await onlyAnswer(at, 'random');
  await at.answer('general', 2);
  expect(at.fake.messages('general').filter(({ ours }) => ours)).toHaveLength(2);
  expect(at.fake.gateway.sessions.map(({ resumed }) => resumed)).toEqual([1]);
});

test('heartbeats without an answer: it connects again, and hears what was said', async () => {
  const at = await house({ heartbeat: 80 });
  at.fake.gateway.withholdAcks(true);
  await at.fake.until(() => at.fake.gateway.sessions[0]?.socket === undefined, 'the end of the connection');
  at.fake.gateway.withholdAcks(false);
  at.fake.say({ channel: 'general', text: '.p/help' });
  await onlyAnswer(at);
  expect(at.fake.gateway.sessions.map(({ resumed }) => resumed > 0)).toEqual([true]);
});

test('without MESSAGE_CONTENT it starts and is of use: command, mention, direct message, menu', async () => {
  const at = await house({ messageContent: false });
  expect(at.fake.gateway.refused).toEqual([4014]);
  expect(at.warned.join()).toMatch(/Message Content intent/);
  at.fake.say({ channel: 'general', text: '.p/help' });
  await at.fake.slash({ ...help, channel: 'random' });
  const { thread = '' } = await onlyAnswer(at, 'random');
  at.fake.say({ channel: thread, text: '{me} .p/help' });
  await onlyAnswer(at, thread);
  const direct = at.fake.say({ direct: true, text: '.p/help' });
  const channel = at.fake.messages().find(({ id }) => id === direct)?.channel ?? '';
  await onlyAnswer(at, channel);
  const message = at.fake.say({ channel: 'general', person: 'tom', text: 'The' });
  expect((await at.fake.contextMenu({ channel: 'general', message })).ack?.type).toBe(5);
  const failed = await at.answer('general'); // its text was heard; there is no model here, and no secret is told
  expect(failed.content).toMatch(/^Something failed that should not have/);
  expect(at.fake.messages('general').filter(({ ours }) => ours)).toHaveLength(1);
  expect(at.fake.violations).toEqual([]);
});

test('permissions that are missing are named, where it can still speak', async () => {
  const at = await house();
  at.fake.deny('general', 'createPublicThreads');
  await at.fake.slash(help);
  expect((await onlyAnswer(at)).content).toContain('Create Public Threads');
  at.fake.deny('random', 'sendMessages');
  at.fake.say({ channel: 'random', person: 'tom', text: '.p/help' });
  const told = await at.fake.until(() =>
    at.fake.messages().find(({ content }) => content.includes('Send Messages')),
  );
  await at.idle();
  expect(at.fake.messages('random').filter(({ ours }) => ours)).toEqual([]);
  expect(told.content).toContain('I may not write');
  expect(at.fake.violations).toEqual([]);
});

test('a thread that was archived or has gone: the turn is answered all the same', async () => {
  const at = await house();
  await at.fake.slash(help);
  const { thread = '' } = await onlyAnswer(at);
  let release = () => {};
  const until = new Promise<void>((resolve) => {
    release = resolve;
  });
  at.fake.faults.plan({
    match: new RegExp(`^PATCH /channels/${thread}/messages`),
    fault: { kind: 'held', until },
  });
  at.fake.say({ channel: thread, text: '.p/help' });
  await at.fake.until(
    () => at.fake.requests.some(({ request }) => request.startsWith(`PATCH /channels/${thread}`)),
    'the edit',
  );
  at.fake.archive(thread);
  release();
  await onlyAnswer(at, thread);
  at.fake.say({ channel: thread, text: '.p/help' });
  at.fake.dropChannel(thread);
  await at.idle();
  expect(at.fake.violations).toEqual([]);
});
