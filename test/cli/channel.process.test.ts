import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dotp, type Ended, type Place, place, QUIET } from './dotp.ts';

/** Three calls of the real executable, one after another, on one channel. */
let here: Place;
let first: Ended;
let second: Ended;
let third: Ended;

beforeAll(async () => {
  here = await place();
  const run = (message: string, ...more: string[]) =>
    dotp(here, ['run', message, '--channel', 'x', ...more], { env: { ...QUIET, DOTP_MODEL: 'shipped' } });
  first = await run(
    '.p/reflect.lens The capital of France is\n.p/session.share\n.p/channel.limit{prompt=99}\n.p/memory.export',
  );
  second = await run('.p/model.use{name=./nowhere}\n.p/memory.export', '--json', '--out', 'two');
  third = await run(
    '.p/model.use\n.p/memory.forget{what=channel, sure=true}\n.p/session.show',
    ...['--model', 'shipped', '--out', 'three'],
  );
});
afterAll(() => here.remove());

const read = (file: string) => readFileSync(join(here.folder, file), 'utf8');

test('files of a command lie beside the pictures, and their paths are said', async () => {
  expect(first).toMatchObject({ code: 0, stderr: '' });
  const names = (await readdir(join(here.folder, 'out'))).sort();
  expect(names).toEqual([
    '1-reflect.lens.json',
    '1-reflect.lens.png',
    expect.stringMatching(/^2-dotp-session-\d{4}-\d\d-\d\d\.html$/),
    expect.stringMatching(/^4-dotp-channel-\d{4}-\d\d-\d\d\.json$/),
  ]);
  for (const name of names.slice(2)) expect(first.stdout).toContain(`file ${join('out', name)}\n`);
  const page = read(join('out', names[2] ?? ''));
  const png = readFileSync(join(here.folder, 'out/1-reflect.lens.png')).toString('base64');
  expect(page).toContain(`src="data:image/png;base64,${png}"`);
  expect(JSON.parse(read(join('out', names[3] ?? '')))).toMatchObject({ limits: { promptLength: 99 } });
});

test('with --json stdout holds replies alone; the memory of the channel goes on', () => {
  expect(second.code).toBe(0);
  const replies = second.stdout
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
  expect(replies).toMatchObject([
    { findings: [{ kind: 'models', chosen: './nowhere' }] },
    { findings: [{ kind: 'exported', there: { turns: 1, limits: 1 } }] },
  ]);
  expect(second.stderr).toMatch(/^file two\/2-dotp-channel-.*\.json\n$/);
});

test('--model takes the place of what the thread chose; what is forgotten stays forgotten', () => {
  expect(third).toMatchObject({ code: 0 });
  expect(third.stdout).toContain('This thread asks shipped, the usual model.');
  expect(third.stdout).toContain('A second reading found 0 left.');
  expect(third.stdout).toContain('Nothing has been asked yet.');
});
