import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { isOver, type Mark, markText, ownMark, readMark } from '../../src/memory/mark.ts';
import { openMemory } from '../../src/memory/open.ts';
import { BEAT, openProcesses } from '../../src/memory/processes.ts';
import { openStore, type Space } from '../../src/memory/store.ts';
import { folder } from './folder.ts';

const own = ownMark();
const elsewhere: Mark = { ...own, host: 'elsewhere', boot: 'b2', life: 'x' };

test('a mark is read back, and no two openings share one', () => {
  expect(readMark(markText(own))).toEqual(own);
  expect(own.pid).toBe(process.pid);
  expect(markText(ownMark())).not.toBe(markText(own));
  for (const text of ['', 'a', 'a:b:c', 'host:1:', 'h:1:a.b.c.']) expect(readMark(text)).toBeUndefined();
});

test('of a process on this machine it is seen whether it is over', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child, 'spawn');
  const theirs: Mark = { ...own, pid: child.pid ?? 0, born: '', life: 'x' };
  expect(isOver(theirs, own)).toBe(false);
  // Somebody else has its pid now. (Told by /proc.)
  if (own.born !== '') expect(isOver({ ...theirs, born: '1' }, own)).toBe(true);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(isOver(theirs, own)).toBe(true);
});

test('an earlier life under our own pid is over, whatever number space it had', () => {
  expect(isOver(own, own)).toBe(false);
  expect(isOver({ ...own, life: 'x' }, own)).toBe(true);
  expect(isOver({ ...own, life: 'x', space: 'container' }, own)).toBe(true);
});

test('what runs on another machine or in another container cannot be seen', () => {
  for (const there of [elsewhere, { ...own, boot: 'b2', life: 'x' }, { ...own, host: 'h', pid: 1 }])
    expect(isOver(there, own)).toBeUndefined();
  expect(isOver({ ...own, space: 'container', pid: 4_000_000 }, own)).toBeUndefined();
});

/** Two machines on one store, with clocks that differ by a day. */
function twoMachines() {
  const space = openStore('memory:', '').space('processes');
  let time = 1_000_000;
  const here = openProcesses(space, own, () => time);
  const there = openProcesses(space, elsewhere, () => time + 86_400_000);
  const pass = (ms: number) => {
    time += ms;
  };
  return { space, here, there, pass };
}

test('another machine is gone when it was silent for 30 s under our eyes, not before', async () => {
  const { here, there, pass } = twoMachines();
  await there.beat();
  for (let beat = 0; beat <= 6; beat++) {
    await here.beat();
    expect(await here.gone(there.own)).toBe(beat === 6);
    pass(BEAT);
  }
});

test('a machine that shows life is not gone, however its clock goes', async () => {
  const { here, there, pass } = twoMachines();
  for (let beat = 0; beat < 30; beat++) {
    if (beat % 5 === 0) await there.beat();
    await here.beat();
    expect(await here.gone(there.own)).toBe(false);
    pass(BEAT);
  }
});

test('after we could not look for a while, everybody gets 30 s again', async () => {
  const { here, there, pass } = twoMachines();
  await there.beat();
  for (let beat = 0; beat < 5; beat++) {
    await here.beat();
    pass(BEAT);
  }
  pass(120_000); // the store was away; theirs could not be renewed either
  await here.beat();
  expect(await here.gone(there.own)).toBe(false);
  pass(BEAT);
  await here.beat();
  await there.beat();
  expect(await here.gone(there.own)).toBe(false);
});

test('who has left, or has never served, is gone at once; what is silent is taken off the list', async () => {
  const { space, here, there, pass } = twoMachines();
  await there.beat();
  await here.beat();
  await there.leave();
  expect(await here.gone(there.own)).toBe(true);
  expect(await here.gone('')).toBe(true);
  await there.beat();
  for (let beat = 0; beat < 9; beat++) {
    await here.beat();
    pass(BEAT);
  }
  expect(await signs(space)).toEqual([here.own]);
  await there.beat(); // it had only stood still
  expect(await here.gone(there.own)).toBe(false);
});

test('a memory that serves shows a sign until it is closed; one that does not shows none and takes nothing up', async () => {
  const home = await folder();
  const watching = openStore(undefined, home).space('processes');
  const serving = await openMemory(undefined, { home, serve: true });
  expect(await signs(watching)).toEqual([expect.stringContaining(`:${process.pid}:`)]);
  const passing = await openMemory(undefined, { home });
  expect(await signs(watching)).toHaveLength(1);
  await expect(passing.ledger.unfinished()).rejects.toThrow(RangeError);
  await Promise.all([serving.close(), passing.close()]);
  expect(await signs(watching)).toEqual([]);
});

const signs = async (space: Space): Promise<unknown[]> =>
  Promise.all((await space.keys('')).map(async (key) => Object.values(Object(await space.get(key)))[0]));
