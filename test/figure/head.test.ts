import { expect, test } from 'vitest';
import { findingOf } from '../../src/figure/finding-of.ts';
import { headFigure } from '../../src/figure/head.ts';
import { headWords } from '../../src/figure/head-words.ts';
import { signed } from '../../src/kernel/numbers.ts';
import { sampleHead } from './sample-head.ts';
import { PROMPTS } from './sample-prompts.ts';

const reply = sampleHead({ tokens: PROMPTS.longest, layers: 30, heads: 9 });
const finding = findingOf(reply, 'head');
const figure = headFigure(reply);

test('what is drawn is the finding: looks, folded ones summed', () => {
  for (const column of figure.look.columns) {
    const [from, to] = column.kind === 'gap' ? [column.from, column.to] : [column.position, column.position];
    const sum = (values: readonly number[]) => values.slice(from, to + 1).reduce((all, x) => all + x, 0);
    expect([column.weighted, column.raw]).toEqual([sum(finding.look.weighted), sum(finding.look.pattern)]);
  }
  expect(figure.look.columns.filter(({ looking }) => looking)).toHaveLength(1);
  expect(
    figure.look.columns.some((column) => column.kind === 'token' && column.position === finding.why?.key),
  ).toBe(true);
});

test('what is drawn is the finding: cells, words, marks on the axis', () => {
  expect(figure.why.rows.map(({ cells }) => cells.map(({ score }) => score))).toEqual(
    finding.why?.table.scores,
  );
  expect(figure.writes.rows.map(({ value }) => value)).toEqual(
    [...finding.writes.up.slice(0, 3), ...finding.writes.down.slice(0, 3)].map(({ logit }) => signed(logit)),
  );
  const { everywhere, control } = finding.effect;
  const values = [0, everywhere, ...control.map((other) => other.everywhere)];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const drawn = [figure.effect.zero, figure.effect.own, ...figure.effect.others];
  drawn.forEach((share, i) => {
    expect(low + share * (high - low)).toBeCloseTo(values[i] ?? Number.NaN, 9);
  });
});

test('a table that names every part has no others', () => {
  if (finding.why === null) throw new Error('a sample without a reason');
  const table = {
    queries: ['E'],
    keys: ['E'],
    scores: [
      [4, 0],
      [0, 0],
    ],
  };
  const alone = { ...finding, why: { ...finding.why, ofPairs: 1, table } };
  const { why } = headFigure({
    ...reply,
    findings: [...reply.findings.filter(({ kind }) => kind !== 'head'), alone],
  });
  expect([why.columns, why.rows.map(({ label, cells }) => [label, cells.length])]).toEqual([
    ['token'],
    [['token', 1]],
  ]);
});

test('the words name the ablation and how many other heads do less', () => {
  const less = finding.effect.control.filter(
    ({ everywhere }) => Math.abs(everywhere) < Math.abs(finding.effect.everywhere),
  ).length;
  expect(headWords(reply)).toContain(finding.effect.ablation);
  expect(headWords(reply)).toContain(`more than ${less} of 20 other heads`);
});
