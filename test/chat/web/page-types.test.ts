import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { readPage } from '../../../src/chat/web/static.ts';
import { ROOT } from '../../house/imports.ts';

const FOLDER = join(ROOT, 'src/chat/web/page');
const files = readdirSync(FOLDER).filter((file) => file !== 'tsconfig.json');

test('every file of the page is served, and what it asks for is there', () => {
  const page = readPage();
  expect([...page.keys()]).toEqual(expect.arrayContaining(files));
  for (const file of files) {
    const text = readFileSync(join(FOLDER, file), 'utf8');
    const named = [...text.matchAll(/(?:\/page\/|from '\.\/)([\w.-]+)/g)].map(([, name]) => name ?? '');
    expect(named.filter((name) => !page.has(name))).toEqual([]);
  }
});

test('the page asks nobody else for anything and reads nothing as markup', () => {
  for (const file of files) {
    const text = readFileSync(join(FOLDER, file), 'utf8').replaceAll('http://www.w3.org/2000/svg', '');
    expect(text).not.toMatch(/https?:|innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(| on\w+=/);
  }
});

test('its scripts are typed', async () => {
  const run = promisify(execFile)(process.execPath, [
    join(ROOT, 'node_modules/typescript/bin/tsc'),
    '--noEmit',
    '-p',
    FOLDER,
  ]);
  await expect(run).resolves.toMatchObject({ stdout: '' });
});
