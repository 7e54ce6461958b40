/** Turns as people see them on Discord: the real discord.js, desk, memory, model and pictures, on loopback. */
import { afterAll, afterEach, expect, test } from 'vitest';
import { wordsCommand } from '../../../src/dispatch/command.ts';
import { openShipped } from '../../support/shipped.ts';
import { type Differs, type WholeHouse, wholeHouse } from './whole-house.ts';

const { runner, close } = await openShipped();
afterAll(close);
const open: WholeHouse[] = [];
afterEach(async () => {
  for (const house of open.splice(0)) await house.close();
});

async function house(differs: Differs = {}): Promise<WholeHouse> {
  const opened = await wholeHouse(runner, differs);
  open.push(opened);
  return opened;
}

const PROMPT = 'The capital of France is';
const lens = { path: ['reflect', 'lens'], options: { prompt: PROMPT }, channel: 'general' } as const;

const LONG = 'Many words. '.repeat(400);
const long = wordsCommand({
  path: 'test.long',
  asks: 'What is long?',
  example: '.p/test.long',
  params: {},
  needs: 'nothing',
  find: () => [],
  say: () => LONG,
});

test('a command is one message with its picture, byte for byte, with words for who does not see it', async () => {
  const { fake, answer, drawn } = await house();
  const { ack } = await fake.slash(lens);
  expect(ack?.type).toBe(5);
  const said = await answer('general');
  expect(fake.messages('general')).toHaveLength(1);
  expect(said.content).toContain('reflect.lens');
  expect(said.content).toContain(PROMPT);
  const [file] = said.files;
  expect([file?.name, file?.type]).toEqual(['reflect.lens.png', 'image/png']);
  expect(Buffer.compare(file?.bytes ?? Buffer.of(), drawn[0] ?? Buffer.of(1))).toBe(0); // a diff of these would take minutes
  expect(file?.description).toMatch(/Paris/);
  expect(said.thread).toBe(said.id);
  expect(fake.violations).toEqual([]);
});

test('the session goes on in its thread: typed lines, a mention, toggle, other people', async () => {
  const { fake, answer } = await house();
  await fake.slash({ ...lens, path: ['reflect', 'trace'] });
  const { thread = '' } = await answer('general');
  fake.say({ channel: thread, person: 'tom', text: '.p/reflect.lens' });
  expect((await answer(thread, 1)).content).toContain(PROMPT);
  fake.say({ channel: thread, person: 'mia', text: 'toggle' });
  expect((await answer(thread, 2)).content).toContain('reflect.trace');
  fake.say({ channel: thread, person: 'tom', text: '{me} .p/help reflect.lens' });
  expect((await answer(thread, 3)).content).toContain('help');
  await fake.slash({ channel: thread, path: ['line'], options: { text: '.p/session.show' } });
  expect((await answer(thread, 4)).content).toMatch(/tom/);
  expect(fake.messages(thread).filter(({ ours }) => ours)).toHaveLength(4);
  expect(fake.messages('general')).toHaveLength(1);
  expect(fake.violations).toEqual([]);
});

test('every control of an answer does what it says, in the thread', async () => {
  const { fake, answer, idle } = await house();
  await fake.slash({ ...lens, path: ['reflect', 'trace'] });
  const first = await answer('general');
  const thread = first.thread ?? '';
  await idle();
  const commands: string[] = [];
  const heard = async (done: Promise<{ ack: { type: number } | undefined }>) => {
    expect((await done).ack?.type).toBe(6);
    const said = await answer(thread, commands.length + 1);
    commands.push(/p\\\/[a-z.]+/.exec(said.content)?.[0] ?? said.files.map(({ name }) => name).join());
  };
  for (const label of ['QK / OV', 'Run again', 'JSON', 'Fork']) {
    await heard(fake.press({ message: first.id, label }));
  }
  await heard(fake.select({ message: first.id, choice: 0, person: 'tom' }));
  await idle();
  expect(first.buttons).toEqual(['QK / OV', 'Deeper', 'Fork', 'Run again', 'JSON']);
  expect(commands).toEqual([
    'p\\/reflect.trace',
    'p\\/reflect.trace',
    'reflect.trace.json',
    'p\\/fork.attribution',
    'p\\/reflect.head',
  ]);
  const json = fake.messages(thread).find(({ files }) => files[0]?.name.endsWith('.json'))?.files[0];
  expect(JSON.parse(new TextDecoder().decode(json?.bytes))).toMatchObject({
    command: '.p/reflect.trace',
    prompt: { text: PROMPT },
  });
  expect(fake.violations).toEqual([]);
});

test('another’s message is traced by its menu, and options are completed while they are typed', async () => {
  const { fake, answer } = await house();
  const message = fake.say({ channel: 'random', person: 'tom', text: PROMPT });
  expect((await fake.contextMenu({ channel: 'random', person: 'mia', message })).ack?.type).toBe(5);
  expect((await answer('random')).content).toContain('reflect.trace');
  const line = { path: ['line'], options: { text: '.p/reflect.le' }, focused: 'text' } as const;
  const { ack, choices } = await fake.autocomplete({ ...line, channel: 'random' });
  expect(ack?.type).toBe(8);
  expect(choices[0]).toContain('.p/reflect.lens');
  expect(fake.violations).toEqual([]);
});

test('in direct messages the channel itself is the session', async () => {
  const { fake, answer } = await house();
  const at = fake.say({ direct: true, text: `.p/reflect.lens ${PROMPT}` });
  const channel = fake.messages().find(({ id }) => id === at)?.channel ?? '';
  expect((await answer(channel)).content).toContain('reflect.lens');
  fake.say({ direct: true, text: 'toggle' });
  await answer(channel, 2);
  expect(fake.messages(channel).every(({ thread }) => thread === undefined)).toBe(true);
  expect(fake.violations).toEqual([]);
});

test('what is not for the bot, from other bots and from itself, is not answered', async () => {
  const { fake, answer } = await house({ people: [{ name: 'mia' }, { name: 'robot', bot: true }] });
  fake.say({ channel: 'general', text: 'The capital of France is nice' });
  fake.say({ channel: 'general', person: 'robot', text: '{me} .p/help' });
  await fake.slash({ ...lens, channel: 'random' });
  await answer('random');
  expect(fake.messages('general').filter(({ ours }) => ours)).toEqual([]);
  expect(fake.messages('random')).toHaveLength(1);
});

test('a delivery that comes twice is answered once', async () => {
  const { fake, answer } = await house();
  const done = fake.slash(lens);
  fake.gateway.tellAgain('INTERACTION_CREATE');
  await done;
  fake.say({ channel: 'random', text: '.p/help' });
  fake.gateway.tellAgain('MESSAGE_CREATE');
  await answer('general');
  await answer('random');
  expect([
    fake.messages('general').length,
    fake.messages('random').filter(({ ours }) => ours).length,
  ]).toEqual([1, 1]);
});

test('a mistake is told with its place, forged controls to the person alone, and nobody is pinged', async () => {
  const { fake, answer, idle } = await house();
  fake.say({ channel: 'general', text: '.p/reflect.lens{positions=@everyone} <@1> @here' });
  expect((await answer('general')).content).toContain('^');
  await fake.slash({
    ...lens,
    channel: 'random',
    options: { prompt: `@everyone <@${fake.id('mia')}> <@&1> [x](http://x.y)` },
  });
  const said = await answer('random');
  const forged = await fake.press({ message: said.id, id: '1~r~1~~AAAAAAAAAAAAAAAA' });
  expect(forged.ack).toMatchObject({ type: 4, data: { flags: 64 } });
  await idle();
  expect(fake.pings()).toEqual([]);
  expect(fake.violations).toEqual([]);
});

test('an answer that is too long is a text file, whole', async () => {
  const { fake, answer } = await house({ commands: [long] });
  fake.say({ channel: 'general', text: '.p/test.long' });
  const { content, files } = await answer('general');
  expect(content.length).toBeLessThanOrEqual(2000);
  expect(content).toContain('All of it is in test\\.long\\.txt'.replaceAll('\\', ''));
  expect(files.map(({ name, type }) => [name, type])).toEqual([
    ['test.long.txt', 'text/plain; charset=utf-8'],
  ]);
  expect(new TextDecoder().decode(files[0]?.bytes)).toBe(LONG.trim());
  expect(fake.violations).toEqual([]);
});

test('Stop ends a turn while it waits for its model', async () => {
  const { fake, idle } = await house({
    open:
      () =>
      (_, { signal }) =>
        new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason))),
  });
  await fake.slash({ ...lens, person: 'mia' });
  const waiting = await fake.until(() =>
    fake.messages('general').find(({ buttons }) => buttons.includes('Stop')),
  );
  expect((await fake.press({ message: waiting.id, label: 'Stop', person: 'mia' })).ack?.type).toBe(6);
  await idle();
  const [said, ...others] = fake.messages('general');
  expect(others).toEqual([]);
  expect(said?.content).toMatch(/[Ss]topped/);
  expect(said?.buttons).toEqual([]);
  expect(fake.violations).toEqual([]);
});
