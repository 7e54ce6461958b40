import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
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

test('a name cannot leave the shelf', async () => {
  const home = await folder();
  await mkdir(join(home, 'measured'), { recursive: true });
  const shelf = openShelf(FINGERPRINT, { home });
  for (const name of ['../roles', 'a/b', '', '.', 'Roles'])
    await expect(shelf.write(name, value)).rejects.toThrow(RangeError);
});
