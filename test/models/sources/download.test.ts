import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { download, type FileToFetch, partOf } from '../../../models/sources/download.ts';
import { usualPace } from '../../../models/sources/pace.ts';
import { type FakeHub, fakeHub } from '../../support/fake-hub.ts';

const bytes = Buffer.from(Array.from({ length: 40_000 }, (_, i) => (i * i + (i >> 3)) & 0xff));
const small = Buffer.from('{"model_type":"llama"}');
const sha256 = createHash('sha256').update(bytes).digest('hex');
const gitBlob = createHash('sha1').update(`blob ${small.length}\0`).update(small).digest('hex');
const pace = { ...usualPace, answerMs: 2_000, stallMs: 100, backoffMs: 1, tries: 3 };
const asked = { model: 'owner/tiny', page: 'http://hub/owner/tiny', hasToken: false };

let hub: FakeHub;
let folder: string;

beforeAll(async () => {
  hub = await fakeHub({ 'owner/tiny': { files: { 'model.safetensors': bytes, 'config.json': small } } });
});
afterAll(() => hub.close());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dotp-download-'));
  return () => rm(folder, { recursive: true });
});

const weights = (target = join(folder, 'model.safetensors')): FileToFetch => ({
  url: new URL(`${hub.endpoint}/owner/tiny/resolve/main/model.safetensors`),
  size: bytes.length,
  digest: { kind: 'sha256', hex: sha256 },
  target,
});
const fetchWeights = (file = weights(), signal?: AbortSignal) => download(file, { asked, pace, signal });
const onCdn = 'cdn:model.safetensors';
const lastRange = () => hub.seen.filter(({ server }) => server === 'cdn').at(-1)?.range;

test('a file arrives whole, through the redirect, and nothing else is left in the folder', async () => {
  const heard: number[] = [];
  await download(weights(), { asked, pace, onBytes: (done) => heard.push(done) });
  expect(await readFile(weights().target)).toEqual(bytes);
  expect(await readdir(folder)).toEqual(['model.safetensors']);
  expect(heard.at(-1)).toBe(bytes.length);
  expect(heard).toEqual([...heard].sort((a, b) => a - b));
});

test('two who want one file at the same time fetch it once', async () => {
  const before = hub.seen.length;
  await Promise.all([fetchWeights(), fetchWeights()]);
  expect(hub.seen.length - before).toBe(2);
  expect(await readdir(folder)).toEqual(['model.safetensors']);
});

test("a small file is checked by git's blob id", async () => {
  const url = new URL(`${hub.endpoint}/owner/tiny/resolve/main/config.json`);
  const target = join(folder, 'config.json');
  const file = { url, size: small.length, digest: { kind: 'git-blob', hex: gitBlob }, target } as const;
  await download(file, { asked, pace });
  expect(await readFile(target, 'utf8')).toBe(small.toString());
  await rm(target);
  const wrong = { ...file, digest: { kind: 'git-blob', hex: gitBlob.replace(/^./, 'g') } } as const;
  await expect(download(wrong, { asked, pace })).rejects.toMatchObject({ code: 'checksum' });
});

test('a file that is there is not asked for again', async () => {
  await fetchWeights();
  const before = hub.seen.length;
  await fetchWeights();
  expect(hub.seen).toHaveLength(before);
});

test('what an earlier run left is not fetched again', async () => {
  await writeFile(partOf(weights()), bytes.subarray(0, 12_345));
  await fetchWeights();
  expect(await readFile(weights().target)).toEqual(bytes);
  expect(lastRange()).toBe('bytes=12345-');
});

test('a cut connection is taken up again within the same run', async () => {
  const before = hub.seen.length;
  hub.fail(onCdn, { kind: 'cut', after: 10_000 });
  await fetchWeights();
  expect(await readFile(weights().target)).toEqual(bytes);
  expect(hub.seen.slice(before).map(({ server }) => server)).toEqual(['hub', 'cdn', 'hub', 'cdn']);
});

test('interrupted anywhere, any number of times, the bytes are the same', async () => {
  let trial = 0;
  const cuts = fc.array(fc.nat(bytes.length), { minLength: 1, maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(cuts, fc.boolean(), async (offsets, honest) => {
      const target = join(folder, String(trial++), 'model.safetensors');
      hub.fail(onCdn, ...offsets.map((after) => ({ kind: 'cut', after }) as const));
      if (!honest) hub.fail(onCdn, { kind: 'ignore-range' });
      for (let run = 0; run <= offsets.length; run++)
        await download(weights(target), { asked, pace: { ...pace, tries: 1 } }).catch((error) =>
          expect(error).toMatchObject({ code: 'download-cut' }),
        );
      expect(await readFile(target)).toEqual(bytes);
      hub.heal();
    }),
    { numRuns: 12 },
  );
});

test('a part of another version of the file is never taken up', async () => {
  await writeFile(
    partOf({ ...weights(), digest: { kind: 'sha256', hex: 'f'.repeat(64) } }),
    'another beginning',
  );
  await fetchWeights();
  expect(await readFile(weights().target)).toEqual(bytes);
});

test('a part damaged on disk is noticed and fetched anew', async () => {
  await writeFile(partOf(weights()), Buffer.alloc(5_000, 7));
  await fetchWeights();
  expect(await readFile(weights().target)).toEqual(bytes);
});

test('a part that is longer than the file is fetched anew', async () => {
  await writeFile(partOf(weights()), Buffer.alloc(bytes.length + 5, 7));
  await fetchWeights();
  expect(await readFile(weights().target)).toEqual(bytes);
});

for (const kind of ['wrong-bytes', 'extra-bytes'] as const)
  test(`${kind}: an error, and neither the file nor its part is left`, async () => {
    hub.fail(onCdn, { kind });
    await expect(fetchWeights()).rejects.toMatchObject({ code: 'checksum' });
    expect(await readdir(folder)).toEqual([]);
  });

test('a body that falls silent is cut and asked for again', async () => {
  const before = hub.seen.length;
  hub.fail(onCdn, { kind: 'stall', after: 9_000 });
  await fetchWeights();
  expect(await readFile(weights().target)).toEqual(bytes);
  expect(hub.seen.length - before).toBe(4);
});

test('a server that always falls silent is given up with what to do, and the part is kept', async () => {
  hub.fail(onCdn, ...Array(3).fill({ kind: 'stall', after: 0 }));
  await expect(fetchWeights()).rejects.toMatchObject({
    code: 'download-cut',
    fix: expect.stringMatching(/goes on from there/),
  });
});

test('cancelled in the middle, the reason comes back and the next run goes on', async () => {
  const stop = new AbortController();
  const onBytes = () => stop.abort(new Error('enough'));
  hub.fail(onCdn, { kind: 'stall', after: 12_000 });
  await expect(download(weights(), { asked, pace, onBytes, signal: stop.signal })).rejects.toThrow('enough');
  expect(await readdir(folder)).toEqual([expect.stringMatching(/\.part$/)]);
  await fetchWeights();
  expect(lastRange()).toMatch(/^bytes=[1-9]\d*-$/);
});
