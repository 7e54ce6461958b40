import type { ChildProcess } from 'node:child_process';
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { signingKey } from '../../src/cli/serve/key.ts';
import { dotp, place } from './dotp.ts';

const here = await place();
const children: ChildProcess[] = [];
afterAll(() => {
  for (const child of children) child.kill('SIGKILL'); // of a test that failed
  return here.remove();
});

// Whole processes, which a busy machine starts slowly.
vi.setConfig({ testTimeout: 180_000 });

const SHIPPED = { DOTP_MODEL: 'shipped', PORT: '0' };
const SESSION = 'abcdefghijklmnopqrstuv';

/** A `dotp serve` of its own, and what it said once it listened. */
function serve(env: Readonly<Record<string, string>> = {}) {
  let child: ChildProcess | undefined;
  let listening: (address: string) => void = () => {};
  const address = new Promise<string>((resolve) => {
    listening = resolve;
  });
  const ended = dotp(here, ['serve'], {
    env: { ...SHIPPED, ...env },
    meet(met) {
      child = met;
      children.push(met);
      met.stdout?.on('data', (text: string) => listening(/http:\S+/.exec(text)?.[0] ?? ''));
    },
  });
  const lost = ended.then(({ stderr }): never => {
    throw new Error(stderr);
  });
  return {
    address: Promise.race([address, lost]),
    ended,
    kill: (signal: NodeJS.Signals) => child?.kill(signal),
  };
}

async function status(url: string): Promise<number> {
  return (await fetch(url)).status;
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 50));
}

const say = (address: string, text: string, id = '0123456789abcdef') =>
  fetch(`${address}/s/${SESSION}/say`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ id, person: { id: '0123456789abcdef', name: 'Ann' }, text }),
  });

test('alive at once, ready with the model; a wrong Discord token is said and stops nothing; SIGTERM lets a turn end, exit 0', async () => {
  const discord = createServer((_, answer) => {
    answer
      .writeHead(401, { 'content-type': 'application/json' })
      .end('{"message":"401: Unauthorized","code":0}');
  });
  await new Promise<void>((resolve) => discord.listen(0, '127.0.0.1', resolve));
  const told = discord.address();
  const port = typeof told === 'object' && told !== null ? told.port : 0;
  const token = `${'A'.repeat(24)}.${'B'.repeat(6)}.${'C'.repeat(30)}`;
  const run = serve({ DISCORD_TOKEN: token, DISCORD_API: `http://127.0.0.1:${port}/api` });
  const address = await run.address;
  expect(await (await fetch(`${address}/readyz`)).text()).toMatch(/model: .*Discord: /);
  expect(await status(`${address}/healthz`)).toBe(200);
  await until(async () => !/model/.test(await (await fetch(`${address}/readyz`)).text()));
  await until(async () => /Discord: (?!it is being)/.test(await (await fetch(`${address}/readyz`)).text()));
  expect(await status(`${address}/readyz`)).toBe(503);
  expect(await (await fetch(`${address}/metrics`)).text()).toContain('dotp_ready 0');
  expect((await say(address, '.p/reflect.trace The capital of France is')).status).toBe(202);
  run.kill('SIGTERM');
  const { code, stdout, stderr } = await run.ended;
  discord.close();
  expect(code).toBe(0);
  expect(stdout).toBe(`dotp listens at ${address}\n`);
  expect(stderr).toContain('Discord is not connected; the rest goes on.');
  expect(stderr).toContain('"outcome":"answered"');
  expect(stderr).toContain('Stopped; every turn was answered.');
  expect(stderr).not.toContain('CCCC');
  expect(stderr).not.toContain('capital');
});

/** The session as a page gets it, until that is in it. */
async function shown(address: string, isIn: (text: string) => boolean): Promise<string> {
  const stream = await fetch(`${address}/s/${SESSION}/events`);
  let text = '';
  for await (const chunk of stream.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk;
    if (isIn(text)) break;
  }
  return text;
}

test('the next start shows what was said; a second signal ends at once, and the start after it answers what was left', async () => {
  const cut = serve();
  const first = await cut.address;
  await shown(first, (text) => text.includes('.p/reflect.trace The capital of France is'));
  const file = join(here.home, 'key');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  const traces = ['Spain', 'Japan'].map((name) => `.p/reflect.trace The capital of ${name} is`);
  expect((await say(first, traces.join('\n'), 'fedcba9876543210')).status).toBe(202);
  cut.kill('SIGTERM');
  await until(async () => (await status(`${first}/readyz`).catch(() => 503)) === 503);
  await new Promise((resolve) => setTimeout(resolve, 400)); // nearer together they count as one
  cut.kill('SIGTERM');
  expect((await cut.ended).code).toBe(143);
  const next = serve();
  const whole = await shown(await next.address, (text) =>
    text.includes('web-fedcba9876543210.1/picture.png'),
  );
  expect(whole).toContain('Tokyo');
  next.kill('SIGINT');
  const { code, stderr } = await next.ended;
  expect(code).toBe(0);
  expect(stderr).toContain('Unfinished turns of a process that is gone are taken up.');
});

test('a port that is taken, and a wrong setting, are told in words before anything is begun', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const told = other.address();
  const port = typeof told === 'object' && told !== null ? String(told.port) : '';
  const [taken, wrong, checked] = await Promise.all([
    dotp(here, ['serve'], { env: { ...SHIPPED, PORT: port } }),
    dotp(here, ['serve'], { env: { ...SHIPPED, PORT: 'x' } }),
    dotp(here, ['serve', '--check'], { env: { ...SHIPPED, PORT: port } }),
  ]);
  other.close();
  expect(taken.code).toBe(1);
  expect(taken.stderr).toContain('Something else listens at port');
  expect(wrong.code).toBe(2);
  expect(wrong.stderr).toContain('PORT is not what it takes');
  expect(checked.code).toBe(2);
  expect(checked.stdout).toMatch(/✗ page .*listens at port[\s\S]*✓ model[\s\S]*– Discord/);
});

test('of processes that start at once all get the one key; a broken one is not used', async () => {
  const home = join(here.folder, 'keys');
  const keys = await Promise.all(Array.from({ length: 8 }, () => signingKey(undefined, home)));
  expect(new Set(keys.map((key) => Buffer.from(key).toString('hex'))).size).toBe(1);
  const broken = join(here.folder, 'broken');
  await mkdir(broken);
  await writeFile(join(broken, 'key'), 'short');
  await expect(signingKey(undefined, broken)).rejects.toMatchObject({ code: 'key-unusable' });
  const given = new Uint8Array(32);
  expect(await signingKey(given, broken)).toBe(given);
});
