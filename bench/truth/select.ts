import { tasksOf } from './prompt-set.ts';
import { type BaselineResult, counts, type Mode, type PromptResult, type TruthRun } from './result.ts';

/** Right in the prompt and in its given counterfactual. */
export const counted = ({ results }: TruthRun): PromptResult[] => results.filter(counts);

export const given = ({ given }: PromptResult): BaselineResult | undefined => given?.measured;

/** Scores against the counterfactual that was found by itself, be it the given one. */
export const found = (result: PromptResult): BaselineResult | undefined => result.withFound ?? given(result);

export const isAuto = ({ found }: PromptResult): boolean => found.source === 'auto' && found.sameKind;

export const rOf = (mode: Mode) => (result: BaselineResult | undefined) => result?.modes[mode]?.r;
export const necessityOf = (mode: Mode) => (result: BaselineResult | undefined) =>
  result?.modes[mode]?.necessity;
export const sufficiencyOf = (mode: Mode, size: number) => (result: BaselineResult | undefined) =>
  result?.modes[mode]?.sufficiency[size];

/** Each task with its part of a list. */
export const byTask = <T extends { readonly task: string }>(list: readonly T[]): [string, T[]][] =>
  tasksOf(list).map((task) => [task, list.filter((each) => each.task === task)]);
