import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fetchFromHub, type HubOptions } from '../../../models/sources/hub.ts';
import { parseHubName } from '../../../models/sources/name.ts';
import { quick, usualPace } from '../../../models/sources/pace.ts';
import { blackHole } from '../../support/black-hole.ts';
import { type FakeHub, fakeHub } from '../../support/fake-hub.ts';
import { commitOf, type FakeRepo } from '../../support/fake-hub-answers.ts';

const weights = (seed: number) => Buffer.from(Array.from({ length: 5_000 }, (_, i) => (i * seed) & 0xff));
const described = { 'config.json': '{"model_type":"llama"}', 'tokenizer.json': '{}' };
const llama: FakeRepo = {
  files: {
    ...described,
    '.gitattributes': '*.safetensors lfs',
    'README.md': '# A model',
    'generation_config.json': '{}',
    'model.safetensors': weights(3),
    'pytorch_model.bin': weights(4),
    'onnx/model.onnx': weights(5),
    'tokenizer_config.json': '{"chat_template":""}',
  },
};
const sharded: FakeRepo = {
  files: {
    ...described,
    'consolidated.safetensors': weights(6),
    'model-00001-of-00002.safetensors': weights(7),
    'model-00002-of-00002.safetensors': weights(9),
    'model.safetensors.index.json': '{"weight_map":{}}',
  },
};
const quantised: FakeRepo = { files: { 'tiny.Q4_1.gguf': weights(11), 'tiny.Q8_0.gguf': weights(13) } };
const repos = {
  'owner/llama': llama,
  'owner/sharded': sharded,
  'owner/quantised': quantised,
  'owner/one-gguf': { files: { 'a.gguf': weights(15) } },
  'owner/gated': { ...llama, gated: true },
  'owner/secret': { ...llama, privateTo: 'hf_owner' },
  'owner/pytorch': { files: { 'config.json': '{}', 'pytorch_model.bin': weights(2) } },
};
const pace = { ...usualPace, answerMs: 2_000, stallMs: 400, backoffMs: 1, tries: 3 };

let hub: FakeHub;
let home: string;

beforeEach(async () => {
  hub = await fakeHub(repos);
  home = await mkdtemp(join(tmpdir(), 'dotp-hub-'));
});
afterEach(async () => {
  await hub.close();
  await rm(home, { recursive: true });
});

function fetchModel(name: string, token?: string, more: Partial<HubOptions> = {}) {
  const parsed = parseHubName(name);
  if (parsed === undefined) throw new Error(`${name} is not an id`);
  const settings = { endpoint: hub.endpoint, token, offline: false, cache: join(home, 'none') };
  return fetchFromHub(name, parsed, { settings, home, pace, ...more });
}

test('description, tokenizer and weights are fetched, the same weights in other formats are not', async () => {
  const { path, bytes, version } = await fetchModel('owner/llama');
  const names = [
    'config.json',
    'generation_config.json',
    'model.safetensors',
    'tokenizer.json',
    'tokenizer_config.json',
  ];
  expect((await readdir(path)).sort()).toEqual(names);
  expect(await readFile(join(path, 'model.safetensors'))).toEqual(weights(3));
  expect(await readFile(join(path, 'config.json'), 'utf8')).toBe(described['config.json']);
  expect(version).toBe(commitOf(llama));
  expect(bytes).toBe(5_000 + 22 + 2 + 2 + 20);
});

test('every file is asked for at the commit that was listed, not at a branch that may move', async () => {
  await fetchModel('owner/llama');
  const resolved = hub.seen.filter(({ path }) => path.includes('/resolve/'));
  expect(resolved.length).toBe(5);
  for (const { path } of resolved) expect(path).toContain(`/resolve/${commitOf(llama)}/`);
});

test('shards come with their index', async () => {
  const { path } = await fetchModel('owner/sharded');
  const shards = [
    'model-00001-of-00002.safetensors',
    'model-00002-of-00002.safetensors',
    'model.safetensors.index.json',
  ];
  expect((await readdir(path)).sort()).toEqual(['config.json', ...shards, 'tokenizer.json']);
});

test('of several GGUF files one must be named, and the error lists them', async () => {
  const several = fetchModel('owner/quantised');
  await expect(several).rejects.toMatchObject({
    code: 'file-choice',
    exitCode: 2,
    fix: expect.stringMatching(/tiny\.Q4_1\.gguf \(5\.0 kB\)\n.*Q8_0/),
  });
  const wrong = fetchModel('owner/quantised:none.gguf');
  await expect(wrong).rejects.toMatchObject({
    code: 'file-choice',
    fix: expect.stringMatching(/tiny\.Q8_0\.gguf/),
  });
  const { path } = await fetchModel('owner/quantised:tiny.Q8_0.gguf');
  expect(await readFile(path)).toEqual(weights(13));
  expect((await fetchModel('owner/one-gguf')).path).toMatch(/a\.gguf$/);
});

test('progress counts all bytes of the model once', async () => {
  const heard: { done: number; total?: number }[] = [];
  const { bytes } = await fetchModel('owner/sharded', undefined, { onProgress: (step) => heard.push(step) });
  expect(heard.at(-1)).toMatchObject({ done: bytes, total: bytes, unit: 'bytes' });
  expect(heard.map(({ done }) => done)).toEqual(heard.map(({ done }) => done).sort((a, b) => a - b));
});

test('the token goes to the Hub and never to the host it redirects to', async () => {
  await fetchModel('owner/gated', 'hf_granted');
  const sent = (server: string) =>
    new Set(hub.seen.filter((s) => s.server === server).map((s) => s.authorization));
  expect(sent('hub')).toEqual(new Set(['Bearer hf_granted']));
  expect(sent('cdn')).toEqual(new Set([undefined]));
});

test('the token does not follow a listing that points elsewhere', async () => {
  const elsewhere = await fakeHub(repos);
  hub.fail('/tree/', {
    kind: 'redirect',
    to: `${elsewhere.endpoint}/api/models/owner/llama/tree/${commitOf(llama)}`,
  });
  await fetchModel('owner/llama', 'hf_granted');
  expect(new Set(elsewhere.seen.map(({ authorization }) => authorization))).toEqual(new Set([undefined]));
  await elsewhere.close();
});

test('a gated model says where access is given, with a token and without', async () => {
  const without = fetchModel('owner/gated');
  await expect(without).rejects.toMatchObject({
    code: 'model-gated',
    fix: expect.stringMatching(/owner\/gated, make a token at .*set HF_TOKEN/),
  });
  const notGranted = fetchModel('owner/gated', 'hf_other');
  await expect(notGranted).rejects.toMatchObject({
    code: 'model-gated',
    fix: expect.stringMatching(/account HF_TOKEN belongs to/),
  });
});

for (const [name, token, what] of [
  ['owner/secret', undefined, 'no public model owner/secret'],
  ['owner/secret', 'hf_other', 'no public model owner/secret'],
  ['nobody/nothing', undefined, 'no public model nobody/nothing'],
  ['owner/llama@v9', undefined, 'no such version of owner/llama'],
] as const)
  test(`${name} ${token ?? 'without a token'}: ${what}`, async () => {
    await expect(fetchModel(name, token)).rejects.toMatchObject({
      code: 'model-missing',
      what: expect.stringContaining(what),
    });
  });

test('a private model comes with its token', async () => {
  expect((await fetchModel('owner/secret', 'hf_owner')).name).toBe('owner/secret');
});

test('PyTorch files alone are not weights', async () => {
  await expect(fetchModel('owner/pytorch')).rejects.toMatchObject({
    code: 'weights-missing',
    what: expect.stringMatching(/PyTorch/),
  });
});

test('a busy Hub is asked again after the time it names', async () => {
  hub.fail(
    '/revision/',
    { kind: 'status', status: 429, headers: { 'retry-after': '0' } },
    { kind: 'status', status: 503 },
  );
  hub.fail('cdn:model.safetensors', { kind: 'status', status: 500 });
  expect(await readFile(join((await fetchModel('owner/llama')).path, 'model.safetensors'))).toEqual(
    weights(3),
  );
});

test('a wait that is too long is told instead of waited', async () => {
  hub.fail('/revision/', { kind: 'status', status: 429, headers: { 'retry-after': '3600' } });
  await expect(fetchModel('owner/llama')).rejects.toMatchObject({
    code: 'hub-busy',
    fix: expect.stringMatching(/in 3600 s.*HF_TOKEN/),
  });
});

test('a Hub that stays out of order is given up', async () => {
  hub.fail('/revision/', ...Array(3).fill({ kind: 'status', status: 502 }));
  await expect(fetchModel('owner/llama')).rejects.toMatchObject({
    code: 'hub-busy',
    what: expect.stringMatching(/502/),
  });
});

test('a page that is not the Hub, or redirects without end, is said to be that', async () => {
  hub.fail('/revision/', { kind: 'status', status: 200 });
  await expect(fetchModel('owner/llama')).rejects.toMatchObject({
    code: 'hub-answer',
    fix: expect.stringMatching(/HF_ENDPOINT/),
  });
  hub.fail('/revision/', ...Array(9).fill({ kind: 'redirect', to: '/api/models/owner/llama/revision/main' }));
  await expect(fetchModel('owner/llama')).rejects.toMatchObject({
    code: 'hub-answer',
    what: expect.stringMatching(/redirected/),
  });
});

test('a Hub that takes the connection and says nothing fails in words', async () => {
  hub.fail('/revision/', { kind: 'silent' });
  const silent = fetchModel('owner/llama', undefined, { pace: { ...pace, answerMs: 150 } });
  await expect(silent).rejects.toMatchObject({
    code: 'hub-unreachable',
    what: expect.stringMatching(/no answer within 0.15 s/),
  });
});

test('a Hub that answers each question slowly is bounded over all of them', async () => {
  hub.fail('/tree/', { kind: 'silent' });
  const slow = fetchModel('owner/llama', undefined, { pace: { ...pace, answerMs: 60_000, listingMs: 300 } });
  await expect(slow).rejects.toMatchObject({
    code: 'hub-unreachable',
    what: expect.stringMatching(/no answer within 0.3 s/),
  });
});

test('a closed port and an address that swallows everything fail in words', async () => {
  const at = (endpoint: string) => ({ endpoint, token: undefined, offline: false, cache: home });
  const hole = await blackHole();
  const more = { settings: at(hole.address), pace: { ...pace, answerMs: 200 } };
  await expect(fetchModel('owner/llama', undefined, more)).rejects.toMatchObject({
    code: 'hub-unreachable',
    what: expect.stringMatching(/no answer/),
  });
  await hole.close();
  const closed = fetchModel('owner/llama', undefined, { settings: at(hole.address) });
  await expect(closed).rejects.toMatchObject({
    code: 'hub-unreachable',
    what: expect.stringMatching(/refused/),
  });
});

test('nobody waits longer than five seconds for a Hub that is not there', () => {
  expect(usualPace.answerMs).toBeLessThanOrEqual(5_000);
  expect(quick({ ...usualPace, answerMs: 60_000 })).toMatchObject({ answerMs: 5_000, listingMs: 5_000 });
});

test('offline, the Hub is not asked', async () => {
  const settings = { endpoint: hub.endpoint, token: undefined, offline: true, cache: home };
  await expect(fetchModel('owner/llama', undefined, { settings })).rejects.toMatchObject({
    code: 'hub-offline',
  });
  expect(hub.seen).toEqual([]);
});

test('cancelled while listing, the reason comes back', async () => {
  hub.fail('/tree/', { kind: 'silent' });
  const stop = new AbortController();
  const listing = fetchModel('owner/llama', undefined, { signal: stop.signal });
  setTimeout(() => stop.abort(new Error('enough')), 100);
  await expect(listing).rejects.toThrow('enough');
});

test('after a failure half-way nothing counts as there, and what arrived is not fetched again', async () => {
  hub.fail('cdn:model-00002-of-00002.safetensors', { kind: 'wrong-bytes' });
  await expect(fetchModel('owner/sharded')).rejects.toMatchObject({ code: 'checksum' });
  expect(await readdir(join(home, 'models', 'hub--owner--sharded'))).toEqual([commitOf(sharded)]);
  const before = hub.seen.length;
  await fetchModel('owner/sharded');
  const files = hub.seen.slice(before).filter(({ server }) => server === 'cdn');
  expect(files.map(({ path }) => new URL(path, 'http://x').searchParams.get('name'))).toEqual([
    'model-00002-of-00002.safetensors',
  ]);
});
