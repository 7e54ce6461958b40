import { expect, test } from 'vitest';
import { type Clock, pace } from '../../../src/chat/discord/pace.ts';
import { deferred } from './deferred.ts';

/** Time that goes on only when it is told to. */
function clockOf(): Clock & { until(time: number): Promise<void> } {
  let time = 0;
  let waiting: { readonly at: number; readonly wake: () => void }[] = [];
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  return {
    now: () => time,
    sleep: (milliseconds) =>
      new Promise<void>((wake) => void waiting.push({ at: time + milliseconds, wake })),
    async until(end) {
      for (;;) {
        await settled();
        const [next] = waiting.sort((a, b) => a.at - b.at);
        if (next === undefined || next.at > end) break;
        waiting = waiting.slice(1);
        time = next.at;
        next.wake();
      }
      time = end;
    },
  };
}

/** Edits that note what was said, and when. */
function notes(clock: Clock) {
  const said: (readonly [words: string, at: number])[] = [];
  return { said, say: (words: string) => async () => void said.push([words, clock.now()]) };
}

test('the newest words are shown, the first soon, then not more often than every second and a half', async () => {
  const clock = clockOf();
  const { said, say } = notes(clock);
  const { edit } = pace(clock);
  for (const words of ['a', 'b', 'c']) edit('1', 'x', say(words));
  await clock.until(400);
  expect(said).toEqual([['c', 350]]);
  for (const words of ['d', 'e']) edit('1', 'x', say(words));
  await clock.until(10_000);
  edit('1', 'x', say('f'));
  await clock.until(20_000);
  expect(said).toEqual([
    ['c', 350],
    ['e', 1850],
    ['f', 10_350],
  ]);
});

test('messages of one channel share its rate, those of others have their own', async () => {
  const clock = clockOf();
  const { said, say } = notes(clock);
  const { edit } = pace(clock);
  for (const message of ['1', '2', '3']) edit(message, 'x', say(message));
  edit('4', 'y', say('4'));
  await clock.until(10_000);
  expect(said).toEqual([
    ['1', 350],
    ['4', 350],
    ['2', 1600],
    ['3', 2850],
  ]);
});

test('closing waits for the edit under way, drops the one that waits, and none comes after', async () => {
  const clock = clockOf();
  const { said, say } = notes(clock);
  const { edit, close } = pace(clock);
  const { promise, resolve } = deferred();
  edit('1', 'x', () => promise.then(say('under way')));
  await clock.until(350);
  edit('1', 'x', say('waiting'));
  const closing = close('1').then(say('closed'));
  resolve();
  await closing;
  edit('1', 'x', say('late'));
  await clock.until(10_000);
  expect(said.map(([words]) => words)).toEqual(['under way', 'closed']);
});

test('what waits for room in its channel is dropped when it is closed', async () => {
  const clock = clockOf();
  const { said, say } = notes(clock);
  const { edit, close } = pace(clock);
  for (const message of ['1', '2']) edit(message, 'x', say(message));
  await clock.until(400);
  await close('2');
  await clock.until(10_000);
  expect(said).toEqual([['1', 350]]);
});
