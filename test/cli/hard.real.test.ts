import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openMemory } from '../../src/memory/open.ts';
import { openStore } from '../../src/memory/store.ts';
import { dotp, type Place, place, QUIET } from './dotp.ts';

/** Slow for their many processes; they need no weights but the shipped ones. */
const SHIPPED = ['--model', 'shipped'];
const ASK = '.p/reflect.lens The capital of France is';
let here: Place;
beforeAll(async () => {
  here = await place();
});
afterAll(() => here.remove());

test('two processes on one new store: both answer, both are remembered', async () => {
  const both = await Promise.all(
    ['left', 'right'].map((channel) =>
      dotp(here, ['run', `${ASK}`, ...SHIPPED, '--channel', channel, '--out', channel]),
    ),
  );
  expect(both.map(({ code }) => code)).toEqual([0, 0]);
  const memory = await openMemory(undefined, { home: here.home });
  try {
    for (const channel of ['left', 'right'])
      expect(await memory.channel(channel).session()).toMatchObject({ prompt: 'The capital of France is' });
  } finally {
    await memory.close();
  }
});

test('a stored reply of another version is passed over, with words', async () => {
  const memory = await openMemory(undefined, { home: here.home });
  const model = null;
  const pictures = [{ file: 'x.png', width: 1, height: 1, alt: '' }];
  const timing = { queued: 0, model: 0, analysis: 0, draw: 0 };
  const prompt = { text: 'Hi', tokens: [] };
  const old = { command: '.p/reflect.trace', params: { mode: 'session' }, model, prompt, pictures, timing };
  await memory.channel('old').remember({ ...old, findings: [{ kind: 'gone' }], text: '', caveats: [] });
  await memory.close();
  const toggled = await dotp(here, ['run', 'toggle', '--channel', 'old']);
  expect(toggled).toMatchObject({ code: 2, stdout: '' });
  expect(toggled.stderr).toMatch(/another version of dotp[\s\S]*nothing-to-toggle/);
});

test('a store of a newer schema is refused and left alone', async () => {
  const newer = await place();
  const store = openStore(undefined, newer.home);
  await store.space('dotp').set('schema', 99);
  await store.close();
  const refused = await dotp(newer, ['run', '.p/help']);
  expect(refused).toMatchObject({ code: 1, stdout: '' });
  expect(refused.stderr).toMatch(/newer dotp.*schema-newer/);
  await newer.remove();
});

test.each([
  ['no GGUF at all', 'noise.gguf', Buffer.from('this is no model, whatever its name says')],
  ['a GGUF cut short', 'short.gguf', Buffer.from('GGUF\x03\x00\x00\x00\x05\x00', 'latin1')],
])('%s: a named error without a stack', async (_, name, bytes) => {
  await writeFile(join(here.folder, name), bytes);
  const broken = await dotp(here, ['run', ASK, '--model', name], { env: QUIET });
  expect(broken).toMatchObject({ code: 1, stdout: '' });
  expect(broken.stderr).toMatch(/\[[a-z-]+\]\n$/);
  expect(broken.stderr).not.toMatch(/^\s+at /m);
});

test('Ctrl-C during a run: exit 130; what was answered stays, nothing half-written beside it', async () => {
  const long = Array.from({ length: 12 }, (_, i) => `.p/reflect.trace The capital of France is ${i}`);
  const stopped = await dotp(here, ['run', long.join('\n'), ...SHIPPED, '--json', '--out', 'long'], {
    env: QUIET,
    meet: (child) => child.stdout?.once('data', () => child.kill('SIGINT')),
  });
  expect(stopped.code).toBe(130);
  const said = stopped.stdout.trimEnd().split('\n');
  for (const line of said) expect(() => JSON.parse(line)).not.toThrow();
  const files = (await readdir(join(here.folder, 'long'))).sort();
  expect(said.length).toBeLessThan(long.length);
  expect(files).toHaveLength(2 * said.length);
  expect(files.filter((file) => !/^\d+-reflect\.trace\.(png|json)$/.test(file))).toEqual([]);
});

test('model list, get and info of the shipped model; get of one that nobody knows', async () => {
  const list = await dotp(here, ['model', 'list']);
  expect(list.stdout).toMatch(/^ +SmolLM2-135M-Instruct +135 M +269 MB +\S+ \S+ +Apache-2\.0/m);
  expect(list.stdout).toMatch(/^✓ +shipped/m);
  const names = JSON.parse((await dotp(here, ['model', 'list', '--json'])).stdout);
  expect(names).toContainEqual(expect.objectContaining({ name: 'shipped', isDefault: false }));
  const got = await dotp(here, ['model', 'get', 'shipped', '--json']);
  const { path } = JSON.parse(got.stdout);
  expect(existsSync(join(path, 'config.json'))).toBe(true);
  const info = await dotp(here, ['model', 'info', 'shipped'], { env: { DOTP_MODEL: 'nobody' } });
  expect(info.stdout).toMatch(/layers/i);
  const unknown = await dotp(here, ['model', 'get', 'SmolLM2-135M-Instrukt']);
  expect(unknown).toMatchObject({ code: 2, stdout: '' });
  expect(unknown.stderr).toContain('Did you mean SmolLM2-135M-Instruct?');
});

test('help, version and calls that are no calls', async () => {
  const { version } = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'));
  expect(await dotp(here, ['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  const bare = await dotp(here, []);
  expect(bare).toMatchObject({ code: 2, stdout: '' });
  expect(bare.stderr).toMatch(/^Usage: dotp/);
  expect(await dotp(here, ['rnu'])).toMatchObject({ code: 2, stderr: expect.stringContaining('run') });
  const option = await dotp(here, ['run', '.p/help', '--modl', 'shipped']);
  expect(option).toMatchObject({ code: 2, stdout: '' });
  expect(option.stderr).toContain('Did you mean --model?');
});
