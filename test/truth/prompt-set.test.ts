import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { drawn, inTurn, promptSet, tasksOf } from '../../bench/truth/prompt-set.ts';
import { TASK_PROMPTS } from '../support/task-prompts.ts';

const [chosen, unseen, shipped] = (['smollm2-chosen', 'smollm2-unseen', 'shipped'] as const).map(promptSet);

describe.each([
  ['chosen', chosen ?? [], 60],
  ['unseen', unseen ?? [], 60],
  ['shipped', shipped ?? [], 200],
])('%s', (_, prompts, least) => {
  test('is large enough, over six tasks and more, and says nothing twice', () => {
    expect(
      prompts.filter(({ counterfactual }) => counterfactual !== undefined).length,
    ).toBeGreaterThanOrEqual(least);
    expect(tasksOf(prompts).length).toBeGreaterThanOrEqual(6);
    expect(new Set(prompts.map(({ prompt }) => prompt)).size).toBe(prompts.length);
  });

  test('has answers to each prompt, and counterfactuals that are other prompts', () => {
    for (const { prompt, answers, counterfactual } of prompts) {
      expect(
        answers.every((answer) => answer.trim() !== ''),
        prompt,
      ).toBe(true);
      expect(counterfactual?.prompt).not.toBe(prompt);
    }
  });
});

test('what was unseen was in no other set', () => {
  const known = new Set([
    ...Object.values(TASK_PROMPTS).flat(),
    ...(chosen ?? []).map(({ prompt }) => prompt),
  ]);
  expect((unseen ?? []).filter(({ prompt }) => known.has(prompt))).toEqual([]);
});

test('the unseen set is as it was before any of it was run', () => {
  const digest = createHash('sha256').update(JSON.stringify(unseen)).digest('hex');
  expect(digest).toBe('9a5bf2de6fd1a258901e802c5fc8e089e63d49a531297fb59e304cb99d727d8f');
});

test('a draw keeps the order, repeats nothing, and is the same for a seed', () => {
  const list = Array.from({ length: 30 }, (_, i) => i);
  const found = drawn(list, 10, 3);
  expect(found).toHaveLength(10);
  expect([...new Set(found)].sort((a, b) => a - b)).toEqual(found);
  expect(drawn(list, 10, 3)).toEqual(found);
  expect(drawn(list, 10, 4)).not.toEqual(found);
  expect(drawn(list, 40, 3)).toEqual(list);
});

test('in turn means the first of every task, then the second', () => {
  const of = (task: string, n: number) => ({ task, n });
  expect(inTurn([of('a', 1), of('a', 2), of('a', 3), of('b', 1), of('c', 1), of('c', 2)])).toEqual([
    of('a', 1),
    of('b', 1),
    of('c', 1),
    of('a', 2),
    of('c', 2),
    of('a', 3),
  ]);
});
