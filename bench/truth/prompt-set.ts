import { readFileSync } from 'node:fs';
import { randomFrom } from '../../src/kernel/random.ts';

/** A prompt with what may rightly follow it, and the edit of it that was given by hand. */
export interface TruthPrompt {
  readonly task: string;
  readonly prompt: string;
  /** Continuations that count as right, each with its leading space; the first token decides. */
  readonly answers: readonly string[];
  /** A prompt of as many tokens, with its own right answers. */
  readonly counterfactual?: { readonly prompt: string; readonly answers: readonly string[] };
}

/** Named sets; `chosen` may be looked at while working, `unseen` was written before any of it was run. */
export const SETS = ['shipped', 'smollm2-chosen', 'smollm2-unseen'] as const;
export type SetName = (typeof SETS)[number];

interface TeachingPrompt {
  readonly task: string;
  readonly prompt: string;
  readonly answer: string;
  readonly accept?: readonly string[];
  readonly counterfactual?: { readonly prompt: string; readonly answer: string };
}

/** Of the teaching model's held-out prompts as many of each task, drawn by seed. */
const TEACHING_PER_TASK = 12;
const SEED = 4;

/** @throws when the set's file is not there */
export function promptSet(name: SetName): readonly TruthPrompt[] {
  if (name !== 'shipped') return read<TruthPrompt[]>(`./prompts/${name}.json`);
  const all = read<TeachingPrompt[]>('../../models/teaching/prompts.json').map(ofTeaching);
  return tasksOf(all).flatMap((task) =>
    drawn(
      all.filter((prompt) => prompt.task === task),
      TEACHING_PER_TASK,
      SEED,
    ),
  );
}

/** The first prompt of every task, then the second of every task, …: a short run sees all tasks. */
export function inTurn<T extends { readonly task: string }>(prompts: readonly T[]): T[] {
  const byTask = tasksOf(prompts).map((task) => prompts.filter((prompt) => prompt.task === task));
  const rounds = Math.max(0, ...byTask.map((list) => list.length));
  return Array.from({ length: rounds }, (_, round) => byTask.flatMap((list) => list[round] ?? [])).flat();
}

export const tasksOf = (prompts: readonly { readonly task: string }[]): string[] => [
  ...new Set(prompts.map(({ task }) => task)),
];

/** `count` of a list without repetition, in the list's order; the same for a seed. */
export function drawn<T>(list: readonly T[], count: number, seed: number): T[] {
  const random = randomFrom(seed);
  const kept = list
    .map((_, i) => ({ i, key: random() }))
    .sort((a, b) => a.key - b.key)
    .slice(0, count)
    .map(({ i }) => i);
  return list.filter((_, i) => kept.includes(i));
}

const ofTeaching = ({ task, prompt, answer, accept, counterfactual }: TeachingPrompt): TruthPrompt => ({
  task,
  prompt,
  answers: accept ?? [answer],
  ...(counterfactual === undefined
    ? {}
    : { counterfactual: { prompt: counterfactual.prompt, answers: [counterfactual.answer] } }),
});

const read = <T>(path: string): T => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
