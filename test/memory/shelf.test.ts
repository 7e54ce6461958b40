import { mkdir, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { openShelf, shelvedText } from '../../src/memory/shelf.ts';
import { folder } from './folder.ts';

const FINGERPRINT = 'a'.repeat(64);
const OTHER = 'b'.repeat(64);
const value = { scores: [0.25, 1], name: 'Ω' };

test('what was written is read, by another opening too, and nothing half-written is left', async () => {
  const home = await folder();
  const shelf = openShelf(FINGERPRINT, { home });
  expect(await shelf.read('roles')).toBeUndefined();
  await Promise.all([shelf.write('roles', { old: 1 }), shelf.write('roles', { old: 2 })]);
  await shelf.write('roles', value);
  expect(await openShelf(FINGERPRINT, { home }).read('roles')).toEqual(value);
  expect(await readdir(join(home, 'measured', FINGERPRINT.slice(0, 32)))).toEqual(['roles.json']);
});

test('another model, even one whose fingerprint begins alike, reads nothing of it', async () => {
  const home = await folder();
  await openShelf(FINGERPRINT, { home }).write('roles', value);
  expect(await openShelf(OTHER, { home }).read('roles')).toBeUndefined();
  expect(await openShelf(`${'a'.repeat(40)}${'b'.repeat(24)}`, { home }).read('roles')).toBeUndefined();
});

test('a file cut off anywhere, or of another form, is as good as none; the next writing mends it', async () => {
  const home = await folder();
  const shelf = openShelf(FINGERPRINT, { home });
  await shelf.write('roles', value);
  const file = join(home, 'measured', FINGERPRINT.slice(0, 32), 'roles.json');
  const whole = await readFile(file, 'utf8');
  const cuts = Array.from({ length: 12 }, (_, i) =>
    whole.slice(0, Math.floor((i / 12) * (whole.length - 1))),
  );
  for (const text of [...cuts, 'null', '[]', whole.replace('"form":1', '"form":0')]) {
    await writeFile(file, text);
    expect(await shelf.read('roles')).toBeUndefined();
  }
  await shelf.write('roles', value);
  expect(await shelf.read('roles')).toEqual(value);
});

test('what came with dotp is read where the home has nothing, and the home goes first', async () => {
  const [home, shipped] = [await folder(), await folder()];
  await writeFile(join(shipped, 'roles.json'), shelvedText(FINGERPRINT, value));
  const shelf = openShelf(FINGERPRINT, { home, shipped: [shipped] });
  expect(await shelf.read('roles')).toEqual(value);
  expect(await openShelf(OTHER, { home, shipped: [shipped] }).read('roles')).toBeUndefined();
  await shelf.write('roles', { fresh: true });
  expect(await shelf.read('roles')).toEqual({ fresh: true });
});

test('a home that cannot be written is said, with the place', async () => {
  const home = await folder();
  await writeFile(join(home, 'measured'), 'a file where a folder should be');
  await expect(openShelf(FINGERPRINT, { home }).write('roles', value)).rejects.toMatchObject({
    code: 'shelf-failed',
    where: expect.stringContaining('roles.json'),
  });
});

test('what a killed process left is swept away when it is old, and another’s work is not', async () => {
  const home = await folder();
  const shelf = openShelf(FINGERPRINT, { home });
  const { path } = await shelf.keep('lens', (to) => bytesOf(to, 'good'), {});
  const [old, young] = [join(dirname(path), '.00ff.part'), join(dirname(path), '.11ee.part')];
  await Promise.all([writeFile(old, ''), writeFile(young, '')]);
  await utimes(old, 0, 0);
  await shelf.keep('lens', (to) => bytesOf(to, 'better'), {});
  const left = await readdir(dirname(path));
  expect(left).toContain(basename(young));
  expect(left).not.toContain(basename(old));
});

test('nothing is written where a file cannot be kept', async () => {
  const home = await folder();
  await writeFile(join(home, 'measured'), 'a file where a folder should be');
  let wrote = false;
  const keeping = openShelf(FINGERPRINT, { home }).keep(
    'lens',
    async () => {
      wrote = true;
    },
    {},
  );
  await expect(keeping).rejects.toMatchObject({ code: 'shelf-failed' });
  expect(wrote).toBe(false);
});

test('a name cannot leave the shelf', async () => {
  const home = await folder();
  await mkdir(join(home, 'measured'), { recursive: true });
  const shelf = openShelf(FINGERPRINT, { home });
  for (const name of ['../roles', 'a/b', '', '.', 'Roles'])
    await expect(shelf.write(name, value)).rejects.toThrow(RangeError);
});

const bytesOf = (path: string, data: string) => writeFile(path, data);

test('a large file is kept as it was written, found again by another opening, and the old one goes', async () => {
  const home = await folder();
  const shelf = openShelf(FINGERPRINT, { home });
  expect(await shelf.file('lens')).toBeUndefined();
  const old = await shelf.keep('lens', (path) => bytesOf(path, 'first'), { seed: 0 });
  const kept = await shelf.keep('lens', (path) => bytesOf(path, 'second'), { seed: 1 });
  expect(await openShelf(FINGERPRINT, { home }).file('lens')).toEqual({
    path: kept.path,
    about: { seed: 1 },
  });
  expect(await readFile(kept.path, 'utf8')).toBe('second');
  expect(await openShelf(OTHER, { home }).file('lens')).toBeUndefined();
  expect((await readdir(join(home, 'measured', FINGERPRINT.slice(0, 32)))).sort()).toEqual(
    [basename(kept.path), 'lens.json'].sort(),
  );
  expect(old.path).not.toBe(kept.path);
});

test('a file that was cut off, changed or removed counts as not there', async () => {
  for (const damage of [
    (path: string) => writeFile(path, 'secon'),
    (path: string) => writeFile(path, 'sEcond'),
    (path: string) => rm(path),
  ]) {
    const home = await folder();
    const shelf = openShelf(FINGERPRINT, { home });
    const { path } = await shelf.keep('lens', (to) => bytesOf(to, 'second'), {});
    await damage(path);
    expect(await openShelf(FINGERPRINT, { home }).file('lens')).toBeUndefined();
  }
});

test('a writing that fails leaves the old file, and nothing of its own', async () => {
  const home = await folder();
  const shelf = openShelf(FINGERPRINT, { home });
  const { path } = await shelf.keep('lens', (to) => bytesOf(to, 'good'), {});
  const failing = shelf.keep(
    'lens',
    async (to) => {
      await bytesOf(to, 'half');
      throw new Error('stopped');
    },
    {},
  );
  await expect(failing).rejects.toThrow('stopped');
  expect(await shelf.file('lens')).toEqual({ path, about: {} });
  expect(await readdir(join(home, 'measured', FINGERPRINT.slice(0, 32)))).toHaveLength(2);
});

test('a file that came with dotp is found where the home has none', async () => {
  const [home, shipped] = [await folder(), await folder()];
  const { path } = await openShelf(FINGERPRINT, { home: shipped }).keep('lens', (to) => bytesOf(to, 'x'), 7);
  const found = await openShelf(FINGERPRINT, { home, shipped: [dirname(path)] }).file('lens');
  expect(found).toEqual({ path, about: 7 });
});
