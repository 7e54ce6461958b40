import { expect, test } from 'vitest';
import { quoted } from '../../bench/truth/markdown.ts';
import { summary } from '../../bench/truth/page-summary.ts';
import { leftOutTable } from '../../bench/truth/page-tasks.ts';
import { weakTable } from '../../bench/truth/page-weak.ts';
import type { BaselineResult, PromptResult, TruthRun } from '../../bench/truth/result.ts';

const baseline = (r: number | null, alone: number | null): BaselineResult => ({
  rival: ' Rome',
  empty: -2,
  full: 3,
  nodes: 900,
  modes: { averaged: { r, sufficiency: [alone], necessity: 1 } },
  random: { median: 0.01, p95: 0.02 },
});

const said = (right: boolean) => ({ text: ' Paris', prob: 0.9, right });
const given = (right: boolean, r: number | null = 0.9, alone: number | null = 1) => ({
  says: said(right),
  measured: baseline(r, alone),
});

const result = (task: string, prompt: string, about: Partial<PromptResult>): PromptResult => ({
  task,
  prompt,
  answers: [' Paris'],
  tokens: 5,
  says: said(true),
  isWord: true,
  found: {
    source: 'auto',
    text: '',
    edits: [],
    says: ' Rome',
    prob: 0.8,
    before: 0.9,
    after: 0,
    rank: 0.5,
    tried: 3,
    sameKind: true,
  },
  seconds: 1,
  ...about,
});

const results = [
  result('a', 'one', { given: given(true, 0.8, 0.7) }),
  result('a', 'two', { given: given(true, 0.9, 1.1) }),
  result('b', 'three', { given: given(true, 1, 0.9) }),
  result('b', 'four', { given: given(true, 0.9, null) }),
  result('b', 'five', { given: given(false, -1, -1) }),
  result('b', 'six', { says: said(false), given: given(true, -1, -1) }),
  result('b', 'seven', { given: { refused: 'counterfactual-unequal' } }),
  result('b', 'eight', { given: { says: said(true), refused: 'the answer stays the same' } }),
  result('c', 'nine', {}),
];
const run: TruthRun = {
  set: 'shipped',
  model: 'm',
  weights: 'w',
  fingerprint: 'f',
  commits: ['c'],
  date: 'd',
  machine: 'x',
  sizes: [25],
  of: 9,
  results,
};
const rows = (table: string): string[][] =>
  table.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
const row = (table: string, first: string): string[] =>
  rows(table).find(([, cell]) => cell?.startsWith(first)) ?? [];

test('medians are of the counted prompts alone, and of what they have', () => {
  const page = summary([run]);
  expect(row(page, 'counted')[3]).toBe('4 of 2');
  expect(row(page, 'r, score and exact effect, path-averaged')[3]).toMatch(/^0\.900 \[/);
  expect(row(page, 'sufficiency, 25 nodes')[3]).toMatch(/^0\.900 \[0\.700, 1\.100\]$/);
  expect(row(page, 'r, score and exact effect, frozen')[3]).toBe('–');
});

test('every prompt is counted or has one reason', () => {
  const [head = [], , ...tasks] = rows(leftOutTable(run));
  expect(head.slice(2, 5)).toEqual(['measured', 'answered right', 'counted']);
  expect(tasks.map((cells) => cells.slice(1, 10))).toEqual([
    ['a', '2', '2', '2', '0', '0', '0', '0', '0'],
    ['b', '6', '5', '2', '0', '1', '1', '1', '1'],
    ['c', '1', '1', '0', '1', '0', '0', '0', '0'],
  ]);
});

test('the worst come first, each once, and what does not count is not among them', () => {
  const [, , ...worst] = rows(weakTable(run));
  expect(worst.map(([, prompt]) => prompt)).toEqual(['`one`', '`two`', '`four`', '`three`']);
});

test('a model’s text cannot break out of its cell', () => {
  expect(quoted('a|b`c\n')).toBe('`a¦bˋc⏎`');
});
