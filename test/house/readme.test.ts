import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { readCommands } from '../../src/dispatch/registry.ts';
import { ROOT } from './imports.ts';

const documents = [
  'README.md',
  'CONTRIBUTING.md',
  'docs/models.md',
  'docs/language.md',
  'docs/performance.md',
  'docs/residue.md',
  'docs/roles.md',
  'docs/self-reading.md',
  'docs/hallucination.md',
  'docs/glyphs.md',
  'docs/lens.md',
  'docs/collapse.md',
  'docs/channels.md',
  'docs/sessions.md',
  'docs/log.md',
  'docs/running.md',
  'docs/thought-web.md',
];
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

test('the command table of the README is the registry', async () => {
  const table = read('README.md').split('<!-- commands -->')[1]?.split('\n\n')[0] ?? '';
  const rows = [...table.matchAll(/^\| \[`\.p\/([\w.]+)`\]\([^)]*\) \| (.+) \|$/gm)].map(
    ([, path, asks]) => ({ path, asks }),
  );
  const commands = [...(await readCommands()).values()].map(({ path, asks }) => ({ path, asks }));
  const byPath = (a: { path?: string | undefined }, b: { path?: string | undefined }) =>
    (a.path ?? '').localeCompare(b.path ?? '');
  expect(rows.sort(byPath)).toEqual(commands.sort(byPath));
});

test.each(documents)('every file that %s points to is there', (document) => {
  const links = [...read(document).matchAll(/\]\((?!https?:|#|mailto:)([^)#]+)/g)].map(
    ([, target]) => target ?? '',
  );
  expect(links.filter((target) => !existsSync(join(ROOT, dirname(document), target)))).toEqual([]);
});

test.each(documents)('no number of %s is still to be filled in', (document) => {
  expect(read(document)).not.toMatch(/MEASURED|TODO|XXX/);
});
