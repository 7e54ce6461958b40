import { existsSync, readFileSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { replySchema } from '../../src/dispatch/schema.ts';
import { dotp, type Ended, type Place, place, QUIET } from './dotp.ts';

const SHIPPED = ['--model', 'shipped'];
let here: Place;
let json: Ended;
let text: Ended;
let schema: Ended;

beforeAll(async () => {
  here = await place();
  const message = '.p/reflect.lens The capital of France is\n.p/help\n.p/reflect.trace';
  json = await dotp(here, ['run', message, ...SHIPPED, '--json', '--out', 'pics/deep', '--channel', 'a']);
  // Two processes on one store at once.
  [text, schema] = await Promise.all([
    dotp(here, ['run', 'toggle\n.p/help', ...SHIPPED, '--out', 'again', '--channel', 'a']),
    dotp(here, ['schema']),
  ]);
});
afterAll(() => here.remove());

const replies = () =>
  json.stdout
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line));

test('--json gives one object a reply on stdout and nothing else there', () => {
  expect(json).toMatchObject({ code: 0 });
  expect(json.stdout.endsWith('\n')).toBe(true);
  expect(replies()).toMatchObject([
    { command: '.p/reflect.lens', params: { positions: 'last', top: 3 }, model: { name: 'shipped' } },
    { command: '.p/help', model: null, pictures: [] },
    { command: '.p/reflect.trace', prompt: { text: 'The capital of France is' } },
  ]);
});

test('pictures are numbered by their command; the reply beside each is the one on stdout', async () => {
  const folder = join(here.folder, 'pics/deep');
  expect((await readdir(folder)).sort()).toEqual([
    '1-reflect.lens.json',
    '1-reflect.lens.png',
    '3-reflect.trace.json',
    '3-reflect.trace.png',
  ]);
  const beside = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'));
  const [lens, , trace] = replies();
  expect([beside('1-reflect.lens.json'), beside('3-reflect.trace.json')]).toEqual([lens, trace]);
  expect(lens).toMatchObject({ pictures: [{ file: join('pics/deep', '1-reflect.lens.png') }] });
  const png = readFileSync(join(folder, '3-reflect.trace.png'));
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  // Its own header says the size that the reply says.
  expect(trace).toMatchObject({ pictures: [{ width: png.readUInt32BE(16), height: png.readUInt32BE(20) }] });
});

test('dotp schema is a JSON Schema of 2020-12, and every reply holds to it', () => {
  expect(schema).toMatchObject({ code: 0, stderr: '' });
  const printed = JSON.parse(schema.stdout);
  expect(printed.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
  const readBack = z.fromJSONSchema(printed);
  for (const reply of replies()) {
    expect(readBack.safeParse(reply).error).toBeUndefined();
    expect(replySchema.safeParse(reply).error).toBeUndefined();
  }
  expect(readBack.safeParse({ ...Object(replies()[0]), timing: 'soon' }).success).toBe(false);
});

test('toggle in another process draws the last picture of the same channel in the other mode', () => {
  expect(text).toMatchObject({ code: 0, stderr: '' });
  const stored = JSON.parse(readFileSync(join(here.folder, 'again/1-reflect.trace.json'), 'utf8'));
  expect(stored).toMatchObject({ params: { mode: 'qk' }, prompt: { text: 'The capital of France is' } });
  const [, , first] = replies();
  expect(stored.findings).toEqual(Object(first).findings);
});

test('the text of a reply: what it says, each caveat once, the picture’s path, the time it took', () => {
  const [toggled = '', help = ''] = text.stdout.split('\n\n');
  const lines = toggled.split('\n');
  expect(lines[0]).toMatch(/^The model says “Paris”/);
  expect(new Set(lines).size).toBe(lines.length);
  expect(lines.at(-2)).toBe(`picture ${join('again', '1-reflect.trace.png')}`);
  expect(lines.at(-1)).toMatch(/^drawing \d+ ms$/); // no model was run
  expect(help).toMatch(/^\.p\/reflect .*\.trace\b/m);
});

test('another channel remembers nothing; .env is read; what is said in the call wins over it', async () => {
  await writeFile(join(here.folder, '.env'), 'DOTP_STORE=memory:\nDOTP_DEVICE=gpu\n');
  const [other, device] = await Promise.all([
    dotp(here, ['run', 'toggle', '--channel', 'b', '--device', 'cpu']),
    dotp(here, ['run', '.p/help']),
  ]);
  expect(other).toMatchObject({ code: 2, stdout: '' });
  expect(other.stderr).toMatch(/no picture in this thread.*nothing-to-toggle/);
  expect(device).toMatchObject({ code: 2, stdout: '' });
  expect(device.stderr).toContain("'gpu' from env 'DOTP_DEVICE' is invalid");
  await writeFile(join(here.folder, '.env'), '');
});

test('a mistake in the message: a caret under the place, the nearest name, exit 2, nothing written', async () => {
  const mistake = await dotp(here, [
    'run',
    '.p/help\n.p/reflect.trace{dept=3} The capital',
    ...SHIPPED,
    '--out',
    'x',
  ]);
  expect(mistake).toMatchObject({ code: 2, stdout: '' });
  const [line = '', carets = '', words] = mistake.stderr.split('\n');
  expect(line.slice(carets.indexOf('^'), carets.lastIndexOf('^') + 1)).toBe('dept');
  expect(words).toContain('Did you mean depth?');
  expect(existsSync(join(here.folder, 'x'))).toBe(false);
});

test('an unknown model is refused with the nearest name before anything is fetched', async () => {
  const unknown = await dotp(here, ['run', '.p/reflect.trace The capital', '--model', 'shiped']);
  expect(unknown).toMatchObject({ code: 2, stdout: '' });
  expect(unknown.stderr).toMatch(/No model is called "shiped"\. Did you mean shipped\?/);
  expect(unknown.stderr.trimEnd().split('\n')).toHaveLength(1);
});

test('a reader that goes away ends the call without a word', async () => {
  const cut = await dotp(here, ['schema'], { meet: (child) => child.stdout?.destroy() });
  expect(cut).toMatchObject({ code: 0, stderr: '' });
});

test('Ctrl-C while the model loads: exit 130, nothing written', async () => {
  const stopped = await dotp(here, ['run', '.p/reflect.trace The capital', ...SHIPPED, '--out', 'stopped'], {
    // The store is open when its file is there; the model is still on its way.
    env: { ...QUIET, DOTP_HOME: join(here.folder, 'home2') },
    meet: (child) => {
      const timer = setInterval(() => {
        if (!existsSync(join(here.folder, 'home2/store/data.mdb'))) return;
        clearInterval(timer);
        child.kill('SIGINT');
      }, 20);
      child.once('close', () => clearInterval(timer));
    },
  });
  expect(stopped).toMatchObject({ code: 130, stdout: '' });
  expect(stopped.stderr).toBe('Stopped; nothing half-written was left.\n');
  expect(existsSync(join(here.folder, 'stopped'))).toBe(false);
});
