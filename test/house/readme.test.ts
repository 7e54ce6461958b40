import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { readCommands } from '../../src/dispatch/registry.ts';
import { ROOT } from './imports.ts';

const named = [
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
const pages = readdirSync(join(ROOT, 'docs')).filter((name) => name.endsWith('.md'));
const documents = [...new Set([...named, ...pages.map((name) => `docs/${name}`)])];
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

/** Anchors of a page as GitHub makes them of its headings. */
function anchorsOf(file: string): string[] {
  const headings = read(file)
    .replace(/^```[\s\S]*?^```/gm, '')
    .matchAll(/^#+ (.+)$/gm);
  return Array.from(headings, ([, heading = '']) =>
    heading
      .trim()
      .toLowerCase()
      .replace(/[^\p{L}\p{N}_\- ]/gu, '')
      .replace(/ /g, '-'),
  );
}

test.each(documents)('every heading that %s points to is there', (document) => {
  const links = [...read(document).matchAll(/\]\((?!https?:|mailto:)([^)#]*)#([^)]+)\)/g)];
  const dead = links.flatMap(([, file = '', anchor = '']) => {
    const target = file === '' ? document : join(dirname(document), file);
    return !target.endsWith('.md') || anchorsOf(target).includes(anchor) ? [] : [`${file}#${anchor}`];
  });
  expect(dead).toEqual([]);
});

test.each(documents)('no number of %s is still to be filled in', (document) => {
  expect(read(document)).not.toMatch(/MEASURED|TODO|XXX/);
});
