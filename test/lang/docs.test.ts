import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { bindAll } from '../../src/lang/bind.ts';
import { LANG_CODES, LangError } from '../../src/lang/errors.ts';
import { count, type Param } from '../../src/lang/params.ts';
import { parse } from '../../src/lang/parse.ts';
import { DEFINITIONS } from './definitions.ts';

const page = readFileSync(new URL('../../docs/language.md', import.meta.url), 'utf8');
const LENS: readonly [string, { path: string; params: Record<string, Param> }] = [
  'reflect.lens',
  { path: 'reflect.lens', params: { top: count(1, 10, 'Words.').default(3) } },
];
const definitions = new Map([...DEFINITIONS, LENS]);

const read = (message: string) =>
  bindAll(parse(message), definitions).map((call) =>
    call.kind === 'toggle' ? 'toggle' : { path: call.path, args: call.args, prompt: call.prompt?.text },
  );

function mistake(message: string): LangError {
  try {
    read(message);
  } catch (error) {
    if (error instanceof LangError) return error;
    throw error;
  }
  throw new Error(`no error in ${message}`);
}

const blocks = (kind: string): string[] =>
  Array.from(
    page.matchAll(new RegExp(`^\`\`\`${kind}\\n([\\s\\S]*?)\\n\`\`\`$`, 'gm')),
    ([, body = '']) => body,
  );

/** What stands in the section of a title. */
const section = (title: string): string => page.split(`## ${title}\n`)[1]?.split('\n## ')[0] ?? '';

/** The code of a cell, without its backticks. */
const codeOf = (cell: string): string =>
  cell
    .replace(/^[|\s]+|[|\s]+$/g, '')
    .replace(/^(`+)(.*)\1$/, '$2')
    .replace(/^ (?=`)|(?<=`) $/g, '');

/** Rows of the table in a section, as the code in their cells. */
const table = (title: string): string[][] =>
  section(title)
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(1)
    .map((row) => row.split(' | ').map(codeOf));

test('every spelling of the page is the same command', () => {
  const [list = ''] = blocks('same');
  const spellings = list.split('\n');
  expect(spellings.length).toBeGreaterThan(12);
  for (const spelling of spellings) {
    expect(read(spelling)).toMatchObject([
      {
        path: 'reflect.trace',
        args: { depth: 'complete', target: 'reasoning' },
        prompt: 'The capital of France is',
      },
    ]);
  }
});

test('the commands of the page are three', () => {
  expect(blocks('commands').map((block) => read(block).length)).toEqual([3]);
});

test('the answers to mistakes are as the page shows them', () => {
  const shown = blocks('text').filter((block) => block.includes('^'));
  expect(shown).toHaveLength(2);
  for (const block of shown) expect(mistake(block.split('\n')[0] ?? '').render()).toBe(block);
});

const mistakes = table('Mistakes').filter(([code]) => code !== 'too-long');

test.each(mistakes)('%s: %s', (code, message = '', marked, suggestion = '') => {
  const error = mistake(message);
  expect([error.code, message.slice(error.span.start, error.span.end), error.suggestion ?? '']).toEqual([
    code,
    marked,
    suggestion,
  ]);
});

test('the page names every code', () => {
  expect(new Set(table('Mistakes').map(([code]) => code))).toEqual(new Set(LANG_CODES));
});

test('prompts are what the page says', () => {
  const rows = table('Prompts');
  expect(rows).toHaveLength(6);
  for (const [typed, prompt] of rows)
    expect(parse(`.p/reflect.trace ${typed}`)).toMatchObject([{ prompt: { text: prompt } }]);
});

test('values are of the kinds that the page gives', () => {
  const kinds: [string, string][] = [
    ['a number', 'number'],
    ['a truth value', 'boolean'],
    ['as if the parameter', 'null'],
    ['a word', 'word'],
    ['text;', 'quoted'],
    ['a list', 'list'],
    ['a range', 'range'],
    ['names with values', 'record'],
  ];
  for (const [meaning, kind] of kinds) {
    const row = page.split('\n').find((line) => line.includes(`| ${meaning}`)) ?? '';
    const values = Array.from((row.split(' | ')[0] ?? '').matchAll(/`([^`]+)`/g), ([, value = '']) => value);
    expect(values.length).toBeGreaterThan(0);
    for (const value of values)
      expect(parse(`.p/a.b{x=${value}}`)).toMatchObject([{ params: [{ value: { kind } }] }]);
  }
});
