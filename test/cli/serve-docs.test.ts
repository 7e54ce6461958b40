import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { SETTINGS } from '../../src/cli/serve/settings.ts';
import { ROOT } from '../house/imports.ts';

const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const names = SETTINGS.map(({ name }) => name);

test('the table of docs/running.md is the settings', () => {
  const table = /<!-- settings -->([\s\S]*?)<!-- end -->/.exec(read('docs/running.md'))?.[1] ?? '';
  const rows = [...table.matchAll(/^\| `([A-Z_]+)` \| (.*?) ?\| (.+) \|$/gm)].map(([, ...row]) => row);
  expect(rows).toEqual(
    SETTINGS.map(({ name, usual, about }) => [name, usual === undefined ? '' : String(usual), about]),
  );
});

test('every metric that is documented is served, and the reverse', async () => {
  const { openMetrics } = await import('../../src/cli/serve/metrics.ts');
  const metrics = openMetrics(() => true);
  metrics.inFlight(() => 0);
  const served = [...(await metrics.text()).matchAll(/^# TYPE (dotp_\w+)/gm)].map(([, name]) => name);
  const told = [...read('docs/running.md').matchAll(/^\| `(dotp_\w+)/gm)].map(([, name]) => name);
  expect(told.sort()).toEqual(served.sort());
});

test('every file that docs/running.md points to is there', () => {
  const links = [...read('docs/running.md').matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(
    ([, target]) => target ?? '',
  );
  expect(links.filter((target) => !existsSync(join(ROOT, dirname('docs/running.md'), target)))).toEqual([]);
});

test('what the Dockerfile copies is there, and is not ignored', () => {
  const copied = [...read('Dockerfile').matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, list = '']) =>
    list.split(' '),
  );
  expect(copied.length).toBeGreaterThan(8);
  expect(copied.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  const kept = [...read('.dockerignore').matchAll(/^!(.+)$/gm)].map(([, path]) => path);
  expect(copied.filter((path) => !kept.includes(path))).toEqual([]);
});

test('Docker sets only what is a setting, by a value that it takes', () => {
  const compose = [...read('docker-compose.yml').matchAll(/^ {4,6}([A-Z_]{4,}): (.+)$/gm)];
  const image = [...read('Dockerfile').matchAll(/^ENV (.+)$/gm)].flatMap(([, list = '']) => [
    ...list.matchAll(/(\w+)=(\S+)/g),
  ]);
  const set = [...compose, ...image].map(([, name = '', value = '']) => ({
    name,
    value: value.replaceAll(/['"]/g, ''),
  }));
  const ours = set.filter(({ name }) => !['NODE_ENV', 'HOME'].includes(name));
  expect(ours.length).toBeGreaterThan(8);
  expect(ours.filter(({ name }) => !names.includes(name))).toEqual([]);
  for (const { name, value } of ours) {
    const plain = value.replace(/^\$\{\w+:-(\w+)\}$/, '$1');
    expect(SETTINGS.find((setting) => setting.name === name)?.read(plain)).toBeDefined();
  }
});

test('containers are given longer to stop than turns in flight have', () => {
  const grace = Number(/stop_grace_period: (\d+)s/.exec(read('docker-compose.yml'))?.[1]);
  const unit = Number(/TimeoutStopSec=(\d+)/.exec(read('docs/running.md'))?.[1]);
  const patience =
    Number(/PATIENCE = ([\d_]+)/.exec(read('src/cli/serve/drain.ts'))?.[1]?.replaceAll('_', '')) / 1000;
  expect(Math.min(grace, unit)).toBeGreaterThan(patience + 5);
});

test('nobody is told that dotp runs: set before anything loads the library', () => {
  const text = read('bin/dotp.mjs');
  const set = text.indexOf("process.env.ORT_DISABLE_TELEMETRY ??= '1'");
  expect(set).toBeGreaterThan(0);
  expect(set).toBeLessThan(text.indexOf('import('));
});
