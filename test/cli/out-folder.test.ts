import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { checkWritable, makeFolder } from '../../src/cli/out-folder.ts';

const base = await mkdtemp(join(tmpdir(), 'dotp-out-'));
afterAll(() => rm(base, { recursive: true, force: true }));

const unwritable = { code: 'out-unwritable', exitCode: 1 };

test('a folder is made with those above it, also by two at once; checking makes nothing', async () => {
  const deep = join(base, 'a/b/c');
  await checkWritable(deep);
  expect(existsSync(join(base, 'a'))).toBe(false);
  await Promise.all([makeFolder(deep), makeFolder(deep), makeFolder(join(base, 'a/b/d'))]);
  expect([existsSync(deep), existsSync(join(base, 'a/b/d'))]).toEqual([true, true]);
  await makeFolder(deep);
});

test('a file in the way is named', async () => {
  const file = join(base, 'file');
  await writeFile(file, '');
  for (const folder of [file, join(file, 'below')]) {
    await expect(checkWritable(folder)).rejects.toMatchObject(unwritable);
    await expect(makeFolder(folder)).rejects.toMatchObject(unwritable);
  }
});

test.runIf(process.platform === 'linux')(
  'a place that takes no folders is refused, not waited for',
  async () => {
    await expect(makeFolder('/proc/dotp/out')).rejects.toMatchObject(unwritable);
  },
);

test.skipIf(process.getuid?.() === 0 || process.platform === 'win32')(
  'a folder of somebody else is refused before any work',
  async () => {
    await makeFolder(join(base, 'closed'));
    await chmod(join(base, 'closed'), 0o500);
    await expect(checkWritable(join(base, 'closed/out'))).rejects.toMatchObject(unwritable);
  },
);
