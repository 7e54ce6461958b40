import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dotpHome } from '../../../models/sources/home.ts';
import { hubSettings } from '../../../models/sources/hub-settings.ts';
import { hubSlug, looksLikePath, parseHubName } from '../../../models/sources/name.ts';
import { paceOf, usualPace } from '../../../models/sources/pace.ts';
import { bytesInWords } from '../../../src/kernel/bytes.ts';

test('the cache folder is where programs of the platform keep theirs', () => {
  const HOME = '/home/ada';
  expect(dotpHome({ HOME }, 'linux')).toBe(join(HOME, '.cache', 'dotp'));
  expect(dotpHome({ HOME, XDG_CACHE_HOME: '/fast' }, 'linux')).toBe(join('/fast', 'dotp'));
  expect(dotpHome({ HOME, XDG_CACHE_HOME: 'relative' }, 'linux')).toBe(join(HOME, '.cache', 'dotp'));
  expect(dotpHome({ HOME }, 'darwin')).toBe(join(HOME, 'Library', 'Caches', 'dotp'));
  expect(dotpHome({ USERPROFILE: 'C:/ada', LOCALAPPDATA: 'C:/ada/local' }, 'win32')).toBe(
    join('C:/ada/local', 'dotp'),
  );
  expect(dotpHome({ USERPROFILE: 'C:/ada' }, 'win32')).toBe(join('C:/ada', 'AppData', 'Local', 'dotp'));
  expect(dotpHome({ HOME, DOTP_HOME: 'here' }, 'darwin')).toBe(resolve('here'));
});

test('ids of the Hub, and what is none', () => {
  expect(parseHubName('owner/name')).toEqual({ id: 'owner/name' });
  expect(parseHubName('owner/name@v1.0:file.Q4_1.gguf')).toEqual({
    id: 'owner/name',
    revision: 'v1.0',
    file: 'file.Q4_1.gguf',
  });
  expect(parseHubName('https://huggingface.co/owner/name/')).toEqual({ id: 'owner/name' });
  for (const text of [
    'name',
    'a/b/c',
    '../up',
    'a/..',
    'owner/',
    '/abs/path',
    'a b/c',
    'owner/name:file.bin',
    'C:\\models',
  ])
    expect(parseHubName(text), text).toBeUndefined();
});

test('places on disk are told from names', () => {
  for (const text of ['./x', '../x', '/x', '~/x', 'C:\\x', '.\\x', 'x.gguf', 'a/b.gguf', '.'])
    expect(looksLikePath(text), text).toBe(true);
  for (const text of ['x', 'owner/name', 'owner/name:x.gguf', 'SmolLM2-1.7B'])
    expect(looksLikePath(text), text).toBe(false);
});

test('no text makes a folder name that leaves the cache or means two models', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary-ascii' }), fc.string({ unit: 'binary-ascii' }), (owner, rest) => {
      const name = parseHubName(`${owner}/${rest}`);
      if (name === undefined) return;
      expect(hubSlug(name)).toMatch(/^hub--[^/\\:*?"<>|]+$/);
      expect(name.id.split('/')).toHaveLength(2);
    }),
  );
  const slug = (text: string) => hubSlug(parseHubName(text) ?? { id: 'none/none' });
  expect(
    new Set(['a/b', 'a/b@v1', 'a/b:c.gguf', 'a/b:c/d.gguf', 'a/b:c_d.gguf', 'ab/c'].map(slug)).size,
  ).toBe(6);
});

test("the Hub's own settings are read", async () => {
  const HOME = '/nowhere';
  expect(await hubSettings({ HOME })).toEqual({
    endpoint: 'https://huggingface.co',
    token: undefined,
    offline: false,
    cache: join(HOME, '.cache', 'huggingface', 'hub'),
  });
  expect(
    await hubSettings({
      HOME,
      HF_ENDPOINT: 'http://mirror/hf/',
      HF_TOKEN: ' hf_x\n',
      HF_HUB_OFFLINE: 'true',
    }),
  ).toMatchObject({
    endpoint: 'http://mirror/hf',
    token: 'hf_x',
    offline: true,
  });
  await expect(hubSettings({ HF_ENDPOINT: 'mirror' })).rejects.toMatchObject({
    code: 'hub-answer',
    exitCode: 2,
  });
  expect(paceOf({ HF_HUB_ETAG_TIMEOUT: '2', HF_HUB_DOWNLOAD_TIMEOUT: 'soon' })).toEqual({
    ...usualPace,
    answerMs: 2_000,
  });
});

test('sizes in words', () => {
  expect([0, 999, 1_000, 92_871_040, 999_600, 2_500_000_000].map(bytesInWords)).toEqual([
    '0 bytes',
    '999 bytes',
    '1.0 kB',
    '93 MB',
    '1.0 MB',
    '2.5 GB',
  ]);
});
