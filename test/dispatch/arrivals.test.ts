import { expect, test } from 'vitest';
import { arrivals } from '../../src/dispatch/arrivals.ts';

const FOREVER = 1_000_000;
const round = () => new Promise((resolve) => setImmediate(resolve));

/** Enough rounds of the event loop for whatever does not wait for anything else. */
async function rounds(): Promise<void> {
  for (let n = 0; n < 20; n++) await round();
}

function calls(patience: number) {
  const gate = arrivals(patience);
  const begun: string[] = [];
  return { ...gate, begun, ask: (name: string) => gate.calm().then(() => begun.push(name)) };
}

test('where nobody arrives, work begins at once, in its order', async () => {
  const { ask, begun } = calls(FOREVER);
  await Promise.all(['a', 'b', 'c'].map(ask));
  expect(begun).toEqual(['a', 'b', 'c']);
});

test('work waits until everybody is in', async () => {
  const { begin, over, ask, begun } = calls(FOREVER);
  begin('x');
  begin('y');
  const all = Promise.all([ask('a'), ask('b')]);
  over('x');
  await rounds();
  expect(begun).toEqual([]);
  over('y');
  await all;
  expect(begun).toEqual(['a', 'b']);
});

test('one begins in each round of the loop, and waits again for who has come by then', async () => {
  const { begin, over, ask, begun } = calls(FOREVER);
  begin('x');
  const first = ask('a').then(() => begin('y'));
  const second = ask('b');
  over('x');
  await first;
  await rounds();
  expect(begun).toEqual(['a']);
  over('y');
  await second;
  expect(begun).toEqual(['a', 'b']);
});

test('who is never told in, and who comes without end, hold up nothing', async () => {
  const { begin, ask, begun } = calls(20);
  begin('never');
  await ask('a');
  let isOver = false;
  const stream = (async () => {
    for (let n = 0; !isOver; n++) {
      begin(`n${n}`);
      await round();
    }
  })();
  await Promise.all([ask('b'), ask('c')]);
  isOver = true;
  await stream;
  expect(begun).toEqual(['a', 'b', 'c']);
});
