import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { EngineError } from '../../src/engine/errors.ts';
import type { Progress } from '../../src/kernel/progress.ts';
import { tinyThreaded } from './tiny-threaded.ts';

test('what loading says on the way is heard', async () => {
  const steps: Progress[] = [];
  const runner = await tinyThreaded({}, {}, { onProgress: (progress) => steps.push(progress) });
  await runner.close();
  expect(steps).toEqual([{ step: 'loading', done: 1, total: 2, unit: 'steps' }]);
});

test('a model that cannot be loaded says why, in its own words', async () => {
  const refused = tinyThreaded({ loading: 'refused' });
  await expect(refused).rejects.toBeInstanceOf(EngineError);
  await expect(refused).rejects.toMatchObject({
    code: 'request-invalid',
    what: 'No such model.',
    exitCode: 2,
  });
});

test('a thread that dies while loading is told as such', async () => {
  await expect(tinyThreaded({ loading: 'exits' })).rejects.toMatchObject({ code: 'worker-lost' });
});

test('loading can be cancelled', async () => {
  const stop = new AbortController();
  const options = { signal: stop.signal, onProgress: () => stop.abort() };
  await expect(tinyThreaded({ loading: 'hangs' }, {}, options)).rejects.toMatchObject({ code: 'cancelled' });
});

test('a process ends by itself after close, and with an idle runner that nobody closed', async () => {
  const script = fileURLToPath(new URL('../support/open-and-leave.mts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', script]);
  expect(stdout).toBe('closed, and 2 tokens from one left open\n');
});
