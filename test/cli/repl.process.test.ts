import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dotp, type Ended, type Place, place } from './dotp.ts';

let here: Place;
let talk: Ended;

beforeAll(async () => {
  here = await place();
  const lines = [
    'toggle',
    '  The capital of Italy is ',
    '.p/reflect.trce',
    '',
    '.p/reflect.trace',
    'toggle',
    '.p/help reflect.lens',
    'QUIT',
    '.p/help',
  ];
  talk = await dotp(here, ['repl', '--model', 'shipped'], { input: lines.join('\n') });
});
afterAll(() => here.remove());

test('mistakes end their turn and not the conversation; quit leaves with 0', () => {
  expect(talk.code).toBe(0);
  expect(talk.stderr).toMatch(/nothing-to-toggle.*\n[\s\S]*There is no command reflect\.trce\./);
  expect(talk.stdout).not.toContain('What can be asked'); // what stood behind quit
});

test('the model answers plain words, once, and a command without a prompt asks about what it had read', () => {
  expect(talk.stdout.match(/^Rome\.$/gm)).toHaveLength(1);
  expect(talk.stdout).toContain('no chat template: it continues your words');
  const reply = JSON.parse(readFileSync(join(here.folder, 'out/2-reflect.trace.json'), 'utf8'));
  expect(reply.prompt.text).toBe('The capital of Italy is');
});

test('answers are numbered over the whole conversation and their pictures named', async () => {
  const pictures = talk.stdout.match(/^picture .*$/gm);
  expect(pictures).toEqual([
    `picture ${join('out', '2-reflect.trace.png')}`,
    `picture ${join('out', '3-reflect.trace.png')}`,
  ]);
  expect((await readdir(join(here.folder, 'out'))).sort()).toEqual([
    '2-reflect.trace.json',
    '2-reflect.trace.png',
    '3-reflect.trace.json',
    '3-reflect.trace.png',
  ]);
});

test('as JSON the answer to plain words is one line, with its tokens', async () => {
  const ended = await dotp(here, ['repl', '--json', '--model', 'shipped', '--channel', 'json'], {
    input: 'The capital of France is',
  });
  expect(ended.code).toBe(0);
  expect(JSON.parse(ended.stdout)).toMatchObject({
    command: '.p/talk',
    text: 'Paris.',
    findings: [{ kind: 'said' }],
  });
});

test('the end of the input leaves with 0', async () => {
  const ended = await dotp(here, ['repl', '--json'], { input: '.p/help' });
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(ended.stdout)).toMatchObject({ command: '.p/help' });
});
