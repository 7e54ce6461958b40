import { expect, test } from 'vitest';
import { importsOf, roomOf, sourceFiles } from './imports.ts';

/** Who may import whom. `types:` a room whose types alone may be named, so that it can be replaced. */
const TABLE: Readonly<Record<string, readonly string[]>> = {
  'src/kernel': [],
  'src/lang': ['src/kernel'],
  models: ['src/kernel'],
  'src/engine': ['src/kernel', 'models'],
  'src/analysis': ['src/kernel'],
  'src/figure': ['src/kernel', 'types:src/analysis'],
  'src/memory': ['src/kernel'],
  'src/dispatch': [
    'src/kernel',
    'src/lang',
    'types:src/engine',
    'types:src/memory',
    'types:src/figure',
    'src/analysis',
  ],
  'src/chat': ['src/kernel'],
  commands: ['src/dispatch', 'src/analysis', 'src/figure', 'src/kernel', 'src/lang'],
  renderers: ['src/kernel', 'src/figure'],
};

/** The terminal's calls and the wiring see every room; no room sees them. */
const WIRING = ['src/cli', 'src/main.ts'];

/** A library is known to one file (or the few named), so that it can be replaced. */
const FENCES: Readonly<Record<string, RegExp>> = {
  'onnxruntime-node': /^models\/session\//,
  'onnxruntime-common': /^models\/session\//,
  'onnx-proto': /^models\/graph\//,
  '@huggingface/tokenizers': /^models\/tokenizer\//,
  '@huggingface/jinja': /^models\/tokenizer\//,
  '@huggingface/hub': /^models\/sources\//,
  fflate: /^models\/sources\//,
  'cli-progress': /^src\/chat\//,
  'discord.js': /^src\/chat\/discord\//,
  '@slack/bolt': /^src\/chat\/slack/,
  'lru-cache': /^(src\/engine|models\/session)\//,
  zod: /^(src\/dispatch|models\/(formats|sources))\//,
  'get-east-asian-width': /^src\/lang\//,
  keyv: /^src\/memory\//,
  '@keyv/redis': /^src\/memory\//,
  lmdb: /^src\/memory\//,
  '@napi-rs/canvas': /^renderers\//,
  'hyparquet-writer': /^src\/dispatch\//,
  vega: /^renderers\//,
  'vega-lite': /^renderers\//,
  commander: /^src\/(cli\/|main)/,
  hono: /^src\/(chat\/web|cli\/serve)\//,
  '@hono/node-server': /^src\/cli\/serve\//,
  pino: /^src\/cli\/serve\//,
  'prom-client': /^src\/cli\/serve\//,
};

const imports = sourceFiles().flatMap(importsOf);

test('the house has rooms to hold', () => {
  expect(imports.length).toBeGreaterThan(50);
});

test.each(Object.entries(TABLE))('%s imports only from its row', (room, allowed) => {
  const wrong = imports
    .filter((edge) => !edge.package && roomOf(edge.file) === room && roomOf(edge.target) !== room)
    .filter(({ target, typeOnly }) => {
      const to = roomOf(target);
      return !(allowed.includes(to) || (typeOnly && allowed.includes(`types:${to}`)));
    })
    .map(({ file, target }) => `${file} → ${target}`);
  expect(wrong).toEqual([]);
});

test('every file lies in a room', () => {
  const strays = sourceFiles().filter((file) => !(roomOf(file) in TABLE) && !WIRING.includes(roomOf(file)));
  expect(strays).toEqual([]);
});

test('every library is fenced', () => {
  const outside = imports
    .filter((edge) => edge.package && !FENCES[edge.target]?.test(edge.file))
    .map(({ file, target }) => `${target} in ${file}`);
  expect(outside).toEqual([]);
});

test('a library is named by at most two files of its room', () => {
  const counts = Object.keys(FENCES).map((name) => ({
    name,
    files: new Set(imports.filter((edge) => edge.target === name && !edge.typeOnly).map(({ file }) => file))
      .size,
  }));
  expect(
    counts.filter(({ name, files }) => files > 2 && !['commander', '@napi-rs/canvas', 'zod'].includes(name)),
  ).toEqual([]);
});
