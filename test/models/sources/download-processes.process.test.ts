import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { download } from '../../../models/sources/download.ts';
import { withLock } from '../../../models/sources/lock.ts';
import { usualPace } from '../../../models/sources/pace.ts';
import { type FakeHub, fakeHub } from '../../support/fake-hub.ts';

const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * 31 + (i >> 7)) & 0xff));
const hex = createHash('sha256').update(bytes).digest('hex');
const asked = { model: 'owner/tiny', page: 'http://hub/owner/tiny', hasToken: false };

let hub: FakeHub;
let folder: string;
let target: string;

beforeAll(async () => {
  hub = await fakeHub({ 'owner/tiny': { files: { 'model.safetensors': bytes } } });
});
afterAll(() => hub.close());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dotp-processes-'));
  target = join(folder, 'model.safetensors');
  return () => rm(folder, { recursive: true });
});

const url = () => `${hub.endpoint}/owner/tiny/resolve/main/model.safetensors`;
const file = () =>
  ({ url: new URL(url()), size: bytes.length, digest: { kind: 'sha256', hex }, target }) as const;
const cdnRequests = () => hub.seen.filter(({ server }) => server === 'cdn');

test('killed with no chance to tidy up, the next run takes over at once and goes on from there', async () => {
  hub.fail('cdn:model.safetensors', { kind: 'stall', after: 100_000 });
  const child = startChild();
  await line(child, /^bytes/);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect((await readdir(folder)).sort()).toEqual([
    expect.stringMatching(/^model\.safetensors\.[0-9a-f]{16}\.part$/),
    'model.safetensors.lock',
  ]);
  await download(file(), { asked, pace: usualPace });
  expect(await readFile(target)).toEqual(bytes);
  expect(cdnRequests().at(-1)?.range).toMatch(/^bytes=[1-9]\d*-$/);
  expect(await readdir(folder)).toEqual(['model.safetensors']);
});

test('while one process fetches a file another waits, and takes over when it dies', async () => {
  const before = cdnRequests().length;
  hub.fail('cdn:model.safetensors', { kind: 'stall', after: 100_000 });
  const child = startChild();
  await line(child, /^bytes/);
  const waitedFor: number[] = [];
  const here = download(file(), { asked, pace: usualPace, onWait: (pid) => waitedFor.push(pid) });
  while (waitedFor.length === 0) await new Promise((later) => setTimeout(later, 20));
  expect(waitedFor).toEqual([child.pid]);
  expect(cdnRequests().length - before).toBe(1);
  child.kill('SIGKILL');
  await here;
  expect(cdnRequests().length - before).toBe(2);
  expect(await readFile(target)).toEqual(bytes);
});

test('of many who find a dead lock, one at a time gets in', async () => {
  const dead = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await once(dead, 'exit');
  const lock = join(folder, 'lock');
  await writeFile(lock, JSON.stringify({ pid: dead.pid, host: hostname() }));
  let inside = 0;
  let most = 0;
  const enter = () =>
    withLock(lock, async () => {
      most = Math.max(most, ++inside);
      await new Promise(setImmediate);
      inside--;
    });
  await Promise.all(Array.from({ length: 12 }, enter));
  expect(most).toBe(1);
  expect(await readdir(folder)).toEqual([]);
});

function startChild(): ChildProcess {
  const script = new URL('./download-child.ts', import.meta.url).pathname;
  const order = JSON.stringify({ url: url(), size: bytes.length, hex, target });
  return spawn(process.execPath, ['--import', 'tsx', script, order], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

async function line(child: ChildProcess, wanted: RegExp): Promise<void> {
  if (child.stdout === null) throw new Error('the child has no output');
  for await (const text of createInterface({ input: child.stdout })) if (wanted.test(text)) return;
  throw new Error(`the child ended without saying ${wanted}`);
}
