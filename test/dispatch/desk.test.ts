import { afterAll, expect, test } from 'vitest';
import { openDesk } from '../../src/dispatch/desk.ts';
import { silentMeter } from '../../src/kernel/meter.ts';
import { shortId } from '../../src/kernel/short-id.ts';
import { roomsAround } from '../support/house.ts';
import { paperEvent, paperVoice } from '../support/paper-voice.ts';
import { openShipped } from '../support/shipped.ts';

const { runner, close } = await openShipped();
afterAll(close);

const QUEUE = { atOnce: 1, waiting: 100, waitingPerChannel: 20 };

async function open(queue = QUEUE) {
  const rooms = await roomsAround(async () => runner);
  const paper = paperVoice();
  const desk = openDesk(rooms, { queue, turnLimit: 60_000, meter: silentMeter });
  desk.add(paper.voice);
  const take = async (...event: Parameters<typeof paperEvent>) => {
    const told = paperEvent(...event);
    if (await desk.receive(told)) await desk.answer(told);
  };
  return { rooms, desk, take, ...paper };
}

const LENS = '.p/reflect.lens The capital of France is';

test('one event is one message, with its picture, in a thread that is a session from then on', async () => {
  const { take, messages, desk, rooms } = await open();
  await take('e1', LENS);
  expect(messages).toHaveLength(1);
  expect(messages[0]?.answered?.png?.length).toBeGreaterThan(1000);
  expect(messages[0]?.answered?.turn).toBe('e1.0');
  expect(messages[0]?.words).toContain('Paris');
  expect(await desk.inSession({ workspace: 'w', channel: 'c', thread: 't-e1' })).toBe(true);
  expect(await desk.inSession({ workspace: 'w', channel: 'c' })).toBe(false);
  expect(await desk.inSession({ workspace: 'w2', channel: 'c', thread: 't-e1' })).toBe(false);
  expect(await rooms.memory.ledger.unfinished()).toEqual([]);
});

test('who a person is gets asked only when nobody waits to be told that they arrived', async () => {
  const { desk, messages } = await open();
  const [first, second] = [paperEvent('e1', LENS), paperEvent('e2', LENS)];
  await Promise.all([desk.receive(first), desk.receive(second)]);
  let asked = 0;
  const whole = async (event: typeof first) => {
    asked++;
    return event;
  };
  const answering = desk.answer(first, whole);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(asked).toBe(0); // the second is still arriving
  await Promise.all([answering, desk.answer(second, whole)]);
  expect([asked, messages.length]).toEqual([2, 2]);
});

test('a second delivery is told apart and not answered', async () => {
  const { take, messages } = await open();
  await Promise.all([take('e1', LENS), take('e1', LENS)]);
  await take('e1', LENS);
  expect(messages).toHaveLength(1);
});

test('the thread goes on: its prompt, its last picture, its buttons', async () => {
  const { take, messages } = await open();
  await take('e1', '.p/reflect.trace The capital of France is');
  const thread = { thread: 't-e1' };
  await take('e2', '.p/reflect.lens', thread);
  await take('e3', 'toggle', thread);
  await take('e4', 'deeper', { ...thread, way: 'button', address: { action: 'deeper', turn: 'e1.0' } });
  const [, lens, toggled, deeper] = messages.map(({ answered }) => answered?.reply);
  expect(lens?.prompt.text).toBe('The capital of France is');
  expect(toggled).toMatchObject({ command: '.p/reflect.trace', params: { mode: 'qk' } });
  expect(deeper).toMatchObject({ command: '.p/reflect.trace', params: { depth: 'complete', top: 80 } });
});

test('toggle on the button of an earlier answer turns that one, not the last', async () => {
  const { take, messages } = await open();
  await take('e1', '.p/reflect.trace The capital of France is');
  const thread = { thread: 't-e1' };
  await take('e2', '.p/reflect.trace The capital of Spain is', thread);
  await take('e3', 'toggle', { ...thread, way: 'button', address: { action: 'toggle', turn: 'e1.0' } });
  expect(messages[2]?.answered?.reply.prompt.text).toBe('The capital of France is');
});

test('JSON gives the stored answer of its own thread, and of no other', async () => {
  const { take, messages } = await open();
  await take('e1', LENS);
  const json = { way: 'button', address: { action: 'json', turn: 'e1.0' } } as const;
  await take('e2', 'json', { ...json, thread: 't-e1' });
  await take('e3', 'json', { ...json, thread: 't-other' });
  await take('e4', 'json', { ...json, thread: 't-e1', workspace: 'w2' });
  expect(messages[1]?.answered).toMatchObject({ show: 'json', reply: { command: '.p/reflect.lens' } });
  expect(messages[2]?.failed).toContain('not kept');
  expect(messages[3]?.failed).toContain('not kept');
});

test('a mistake is told with its caret and a short id, and the model is not asked', async () => {
  const { take, messages } = await open();
  await take('e1', '.p/reflect.lnes The capital of France is');
  expect(messages[0]?.failed).toContain('reflect.lens');
  expect(messages[0]?.failed).toContain(shortId({ platform: 'web', id: 'e1' }));
});

test('several commands are several answers, in their order; a failing one leaves those before it', async () => {
  const { take, messages } = await open();
  await take('e1', `${LENS}\n.p/fork.counterfactual{ablate=[L77H1]} The capital of France is`);
  expect(messages.map(({ answered }) => answered?.reply.command)).toEqual(['.p/reflect.lens', undefined]);
  expect(messages[1]?.failed).toContain('L77H1');
});

test('limits of the channel refuse in words; quiet is silent to what is not addressed to us', async () => {
  const { take, messages, rooms } = await open();
  await rooms.memory.limits('w').set('channel', 'c', 'runsPerMinute', 1);
  await take('e1', LENS);
  await take('e2', LENS, { receivedAt: 2_000 });
  await take('e3', '.p/help', { receivedAt: 3_000 });
  await rooms.memory.limits('w').set('channel', 'c', 'quiet', true);
  await take('e4', 'just talking', { receivedAt: 200_000 });
  await take('e5', LENS, { receivedAt: 200_000, way: 'mention' });
  expect(messages.map(({ event, failed }) => [event, failed !== undefined])).toEqual([
    ['e1', false],
    ['e2', true],
    ['e3', false],
    ['e5', false],
  ]);
  expect(messages[1]?.failed).toContain('Ask again in');
});

test('who waits is told the place; a full queue refuses at once', async () => {
  const { take, messages } = await open({ ...QUEUE, waitingPerChannel: 1 });
  const seen: string[] = [];
  const all = ['e1', 'e2', 'e3'].map((id) => take(id, LENS));
  await expect.poll(() => messages.length).toBe(3);
  seen.push(...messages.map(({ words }) => words));
  await Promise.all(all);
  expect(seen.join(' ')).toContain('One turn is before this one');
  expect(messages.filter(({ failed }) => failed?.includes('as many questions waiting'))).toHaveLength(1);
});

test('stop: who asked may, another may not, who manages may; the words say who did', async () => {
  const { take, messages } = await open();
  const stop = (id: string, turn: string, who: string, manages: boolean) =>
    take(id, 'stop', {
      way: 'button',
      person: { id: who, name: who },
      address: { action: 'stop', turn, manages },
    });
  const all = ['e1', 'e2', 'e3'].map((id) => take(id, '.p/reflect.trace The capital of France is'));
  await expect.poll(() => messages.length).toBe(3);
  await stop('s1', 'e3', 'p2', false);
  await stop('s2', 'e3', 'Boss', true);
  await stop('s3', 'e2', 'p1', false);
  await Promise.all(all);
  expect(messages.map(({ event }) => event)).toEqual(['e1', 'e2', 'e3', 's1']);
  expect(messages.map(({ failed }) => failed?.replace(/ \[.*/, ''))).toEqual([
    undefined,
    'p1 stopped this. Send the command again to run it.',
    'Boss stopped this. Send the command again to run it.',
    'Who asked may stop it, and who manages this place. Ask one of them.',
  ]);
});

test('a platform that fails once is tried again; what cannot be said is given up and not kept open', async () => {
  const { take, messages, fail, rooms } = await open();
  fail.next = new Error('socket hang up');
  await take('e1', LENS);
  expect(messages.map(({ words }) => words)).toEqual([expect.stringContaining('Paris')]);
  const { DotpError } = await import('../../src/kernel/errors.ts');
  fail.next = new DotpError({ code: 'undeliverable', what: 'Gone.', fix: '-' });
  await take('e2', LENS);
  expect(messages).toHaveLength(1);
  expect(await rooms.memory.ledger.unfinished()).toEqual([]);
});

test('drained, it takes in nothing more and waits for what runs', async () => {
  const { take, messages, desk } = await open();
  const one = take('e1', LENS);
  await expect.poll(() => messages.length).toBe(1);
  expect(await desk.drain(60_000)).toBe(true);
  await one;
  expect(messages[0]?.words).toContain('Paris');
  await expect(take('e2', LENS)).rejects.toThrow('stopped');
});

test('what runs too long is ended in words; what only waits is not', async () => {
  let slow = 1;
  const open = async () => {
    if (slow-- > 0) await new Promise((resolve) => setTimeout(resolve, 3_000));
    return runner;
  };
  const rooms = await roomsAround(open);
  const paper = paperVoice();
  const desk = openDesk(rooms, { queue: QUEUE, turnLimit: 2_000, meter: silentMeter });
  desk.add(paper.voice);
  const events = ['e1', 'e2'].map((id) => paperEvent(id, LENS));
  for (const event of events) await desk.receive(event);
  await Promise.all(events.map((event) => desk.answer(event)));
  expect(paper.messages[0]?.failed).toContain('was ended');
  expect(paper.messages[1]?.words).toContain('Paris');
});
