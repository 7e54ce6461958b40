import { median, percent, table } from './markdown.ts';
import { MODES, type PromptResult, type TruthRun } from './result.ts';
import { byTask, counted, given, isAuto, necessityOf, rOf, sufficiencyOf } from './select.ts';
import { shareInterval } from './statistics.ts';

/** The same figures task by task: medians with intervals. */
export function taskTable(run: TruthRun): string {
  const { sizes } = run;
  return table(
    ['task', 'n', ...MODES.map((mode) => `r ${mode}`), ...sizes.map((size) => `alone, ${size}`), 'necessity'],
    byTask(counted(run)).map(([task, results]) => [
      task,
      `${results.length}`,
      ...MODES.map((mode) => median(results.map(given).map(rOf(mode)))),
      ...sizes.map((_, size) => median(results.map(given).map(sufficiencyOf('averaged', size)))),
      median(results.map(given).map(necessityOf('averaged'))),
    ]),
  );
}

/** How the other two ways of scoring choose nodes. */
export const modeTable = (run: TruthRun): string =>
  table(
    ['nodes led by', ...run.sizes.map((size) => `alone, ${size}`), 'necessity of 25'],
    MODES.map((mode) => [
      mode,
      ...run.sizes.map((_, size) => median(counted(run).map(given).map(sufficiencyOf(mode, size)))),
      median(counted(run).map(given).map(necessityOf(mode))),
    ]),
  );

/** What was left out of the figures, and why; nothing is left out by how its figures turned out. */
export const leftOutTable = (run: TruthRun): string =>
  table(
    ['task', 'measured', 'answered right', 'counted', ...REASONS.map(([name]) => name), 'found by itself'],
    byTask(run.results).map(([task, results]) => [
      task,
      `${results.length}`,
      `${results.filter(({ says }) => says.right).length}`,
      `${results.filter((one) => reasonOf(one) === undefined).length}`,
      ...REASONS.map(([name]) => `${results.filter((one) => reasonOf(one) === name).length}`),
      percent(shareInterval(results.filter(isAuto).length, results.length)),
    ]),
  );

/** The first that holds is the reason. */
const REASONS: readonly (readonly [string, (result: PromptResult) => boolean])[] = [
  ['no counterfactual given', ({ given }) => given === undefined],
  ['prompt answered wrong', ({ says }) => !says.right],
  ['same answer to both', ({ given }) => given?.refused === 'the answer stays the same'],
  ['other length', ({ given }) => given?.refused === 'counterfactual-unequal'],
  ['counterfactual answered wrong', ({ given }) => given?.says?.right !== true],
];

const reasonOf = (result: PromptResult): string | undefined =>
  REASONS.find(([, holds]) => holds(result))?.[0];
