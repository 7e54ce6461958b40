import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { dotp, place } from './dotp.ts';

const here = await place();
afterAll(() => here.remove());

/** Files kept of any model, by their names. */
async function kept(): Promise<string[]> {
  const measured = join(here.home, 'measured');
  const folders = await readdir(measured).catch(() => []);
  const files = await Promise.all(folders.map((folder) => readdir(join(measured, folder))));
  return files.flat().sort();
}

const call = ['model', 'calibrate', 'shipped', '--json'];

test('calibration says how far it is; Ctrl-C ends it with 130 and leaves nothing', async () => {
  const { code, stdout, stderr } = await dotp(here, call, {
    meet: (child) =>
      child.stderr?.on('data', (text: string) => text.includes('Calibrating') && child.kill('SIGINT')),
  });
  expect(code).toBe(130);
  expect(stdout).toBe('');
  expect(stderr).toContain('Calibrating: it writes texts of its own');
  expect(await kept()).toEqual([]);
});

test('what is kept afterwards is a whole lens and its record, and nothing else', async () => {
  const { code, stdout } = await dotp(here, call);
  expect(code).toBe(0);
  const { lens, took } = JSON.parse(stdout);
  expect(lens.about).toEqual({ samples: 64, tokens: 120, seed: 0, ridge: 0.01, start: [0] });
  expect(took.lens).toBeGreaterThan(0);
  expect(await kept()).toEqual([basename(lens.path), 'lens.json']);
});
