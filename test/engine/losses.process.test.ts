import { expect, onTestFinished, test } from 'vitest';
import type { Runner } from '../../src/engine/runner.ts';
import type { ThreadedLimits } from '../../src/engine/threaded.ts';
import { type TokenId, tokenId } from '../../src/kernel/ids.ts';
import { ids } from '../support/byte-codec.ts';
import { createGate, entered, open as letGo, shut } from '../support/gate.ts';
import { HAZARD } from '../support/hazards.ts';
import type { TinyData } from '../support/tiny-loader.ts';
import { tinyThreaded } from './tiny-threaded.ts';

const HOOKS = ['hook_embed'];
const run = (runner: Runner, first: TokenId) => runner.trace({ tokens: [first, tokenId(65)], hooks: HOOKS });
const works = async (runner: Runner) =>
  expect((await runner.trace({ tokens: ids('ok'), hooks: HOOKS })).tokens).toHaveLength(2);

async function opened(limits: Partial<ThreadedLimits> = {}, data: TinyData = {}): Promise<Runner> {
  const runner = await tinyThreaded(data, limits);
  onTestFinished(() => runner.close());
  return runner;
}

test('a thread that exits takes the run in it and no other', async () => {
  const runner = await opened();
  const before = run(runner, tokenId(66));
  const lost = run(runner, HAZARD.exit);
  const after = [run(runner, tokenId(67)), run(runner, tokenId(68))];
  await expect(lost).rejects.toMatchObject({ code: 'worker-lost', exitCode: 1 });
  await expect(lost).rejects.toThrow('it ended with exit code 7');
  expect((await before).tokens[0]?.text).toBe('B');
  expect((await Promise.all(after)).map(({ tokens }) => tokens[0]?.text)).toEqual(['C', 'D']);
});

test('an exception that nobody caught is told with its words', async () => {
  const runner = await opened();
  await expect(run(runner, HAZARD.throwOutside)).rejects.toMatchObject({
    code: 'worker-lost',
    what: 'The thread that runs the model ended during this run: it threw.',
    where: 'thrown where nobody listens',
  });
  await works(runner);
});

test('a failure inside the model that leaves the thread alive is named, with its cause', async () => {
  const runner = await opened();
  const failed = run(runner, HAZARD.abort); // process.abort() throws in a worker
  await expect(failed).rejects.toMatchObject({ code: 'run-failed', cause: expect.any(Error) });
  await works(runner);
});

test('a heap that fills up ends the run, not dotp', async () => {
  const runner = await opened({ maxHeapMegabytes: 48 });
  await expect(run(runner, HAZARD.fillHeap)).rejects.toMatchObject({ code: 'out-of-memory' });
  await works(runner);
});

test('memory outside the heap that fills up ends the run, not dotp', async () => {
  const runner = await opened({ maxProcessBytes: process.memoryUsage.rss() + 300e6 });
  const lost = run(runner, HAZARD.fillMemory);
  await expect(lost).rejects.toMatchObject({ code: 'out-of-memory' });
  await expect(lost).rejects.toThrow(/dotp held .* GB, and .* GB are allowed/);
});

test('threads that die one after another are not started for ever', async () => {
  const runner = await opened({ maxLosses: 2, restMs: 3_600_000 });
  await expect(run(runner, HAZARD.exit)).rejects.toThrow('exit code 7');
  await works(runner); // an answer in between: counting starts anew
  await expect(run(runner, HAZARD.exit)).rejects.toThrow('exit code 7');
  await expect(run(runner, HAZARD.exit)).rejects.toThrow('exit code 7');
  await expect(works(runner)).rejects.toMatchObject({
    code: 'worker-lost',
    what: expect.stringContaining('2 times in a row'),
  });
});

test('after the rest one more is tried', async () => {
  const runner = await opened({ maxLosses: 1, restMs: 0 });
  await expect(run(runner, HAZARD.exit)).rejects.toMatchObject({ code: 'worker-lost' });
  await works(runner);
});

test('a cancelled run that does not end is ended by force, and that is no loss', async () => {
  const gate = createGate();
  const runner = await opened({ graceMs: 20, maxLosses: 1, restMs: 3_600_000 }, { gate });
  const stop = new AbortController();
  const held = runner.trace({ tokens: [HAZARD.hold], hooks: HOOKS }, { signal: stop.signal });
  held.catch(() => {});
  await entered(gate, 1);
  stop.abort();
  await expect(held).rejects.toMatchObject({ code: 'cancelled' });
  await works(runner); // in a new thread: the gate never opened
});

test('close ends a run that does not end', async () => {
  const gate = createGate();
  const runner = await opened({ graceMs: 20 }, { gate });
  const held = runner.trace({ tokens: [HAZARD.hold], hooks: HOOKS });
  held.catch(() => {});
  await entered(gate, 1);
  await runner.close();
  await expect(held).rejects.toMatchObject({ code: 'closed' });
});

test('memory that may not be handed over is copied', async () => {
  const gate = createGate();
  shut(gate);
  letGo(gate);
  const runner = await opened({}, { gate });
  const rows = [[HAZARD.lockedMemory, tokenId(65)]];
  const plain = await runner.trace({ tokens: [HAZARD.hold, tokenId(65)], hooks: HOOKS });
  const locked = (await runner.traceBatch({ rows, hooks: HOOKS })).get('hook_embed');
  expect(locked?.data.slice(8)).toEqual(plain.hooks.get('hook_embed')?.data.slice(8));
});
