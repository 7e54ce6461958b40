import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SlackError, slackAway, undeliverable } from '../../../src/chat/slack/errors.ts';
import { once } from '../../../src/chat/slack/once.ts';
import { pace } from '../../../src/chat/slack/pace.ts';
import { progressOf } from '../../../src/chat/slack/progress.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('messages of one channel go out a second apart, in order; other channels do not wait', async () => {
  const run = pace(1000);
  const began: string[] = [];
  const start = Date.now();
  const post = (channel: string, name: string) =>
    run(channel, async () => {
      began.push(`${name} ${Date.now() - start}`);
      if (name === 'b') throw new Error('refused');
      return name;
    });
  const all = Promise.allSettled([post('1', 'a'), post('1', 'b'), post('2', 'c'), post('1', 'd')]);
  await vi.advanceTimersByTimeAsync(5000);
  expect(began).toEqual(['a 0', 'c 0', 'b 1000', 'd 2000']);
  expect((await all).map(({ status }) => status)).toEqual([
    'fulfilled',
    'rejected',
    'fulfilled',
    'fulfilled',
  ]);
});

test('a slow message holds the next one of its channel up, and no longer than that', async () => {
  const run = pace(1000);
  const start = Date.now();
  void run('1', () => new Promise((resolve) => setTimeout(resolve, 3000)));
  const second = run('1', async () => Date.now() - start);
  await vi.advanceTimersByTimeAsync(5000);
  expect(await second).toBe(3000);
});

test('of many steps the newest is shown, every three seconds', async () => {
  const progress = progressOf(3000);
  const shown: string[] = [];
  const start = Date.now();
  for (let step = 0; step < 100; step++) {
    progress.say('m', async () => void shown.push(`${step} ${Date.now() - start}`));
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(shown).toEqual(['29 3000', '59 6000', '89 9000']);
});

test('nothing is shown after the end, and the end waits for what is under way', async () => {
  const progress = progressOf(3000);
  const events: string[] = [];
  progress.say('m', async () => {
    await new Promise((resolve) => setTimeout(resolve, 500));
    events.push('shown');
  });
  await vi.advanceTimersByTimeAsync(3000);
  progress.say('m', async () => void events.push('never'));
  const closed = progress.close('m').then(() => events.push('closed'));
  await vi.advanceTimersByTimeAsync(10_000);
  await closed;
  progress.say('m', async () => void events.push('never'));
  await vi.advanceTimersByTimeAsync(10_000);
  expect(events).toEqual(['shown', 'closed']);
});

test('an edit that fails is not tried again; the next one is', async () => {
  const progress = progressOf(3000);
  const shown: string[] = [];
  progress.say('m', () => Promise.reject(new Error('gone')));
  await vi.advanceTimersByTimeAsync(3000);
  progress.say('m', async () => void shown.push('next'));
  await vi.advanceTimersByTimeAsync(3000);
  expect(shown).toEqual(['next']);
});

test('only what ended in silence is looked for before it is sent again', async () => {
  const send = once();
  const did: string[] = [];
  const sending = (mark: string, error?: SlackError, found?: string) => ({
    mark,
    find: async () => {
      did.push(`find ${mark}`);
      return found;
    },
    send: async () => {
      did.push(`send ${mark}`);
      if (error !== undefined) throw error;
      return `ts ${mark}`;
    },
  });
  await expect(send(sending('a', slackAway('')))).rejects.toThrow(SlackError);
  expect(await send(sending('a', undefined, 'there'))).toBe('there');
  await expect(send(sending('b', undeliverable('is_archived')))).rejects.toThrow(SlackError);
  expect(await send(sending('b'))).toBe('ts b');
  expect(await send({ ...sending('c'), maybe: true })).toBe('ts c');
  expect(did).toEqual(['send a', 'find a', 'send b', 'send b', 'find c', 'send c']);
});
