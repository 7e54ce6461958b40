import { median, percent, table } from './markdown.ts';
import { MODES, type TruthRun } from './result.ts';
import { counted, found, given, isAuto, necessityOf, rOf, sufficiencyOf } from './select.ts';
import { shareInterval } from './statistics.ts';

const MODE_NAME = {
  averaged: 'path-averaged (m = 5), the default',
  exact: 'plain exact gradient',
  frozen: 'frozen-linear',
} as const;

/** Every figure with what is wanted of it, one column a set. */
export function summary(runs: readonly TruthRun[]): string {
  const of = (cell: (run: TruthRun) => string): string[] => runs.map(cell);
  const medianOf = (read: (result: ReturnType<typeof given>) => number | null | undefined) =>
    of((run) => median(counted(run).map((result) => read(given(result)))));
  const sizes = [...new Set(runs.flatMap(({ sizes }) => sizes))];
  return table(
    ['figure', 'wanted', ...runs.map(({ set }) => set)],
    [
      ['prompts measured', '', ...of(({ results }) => `${results.length}`)],
      [
        'counted, of tasks',
        '≥ 200 shipped, ≥ 60 SmolLM2; ≥ 6 tasks',
        ...of((run) => `${counted(run).length} of ${new Set(counted(run).map(({ task }) => task)).size}`),
      ],
      ...MODES.map((mode) => [
        `r, score and exact effect, ${MODE_NAME[mode]}`,
        mode === 'averaged' ? '≥ .93' : '',
        ...medianOf(rOf(mode)),
      ]),
      ...sizes.map((size) => [
        `sufficiency, ${size} nodes`,
        { 25: 'shipped ≥ .95', 200: 'SmolLM2 ≥ .9' }[size] ?? '',
        ...of((run) =>
          run.sizes.includes(size)
            ? median(
                counted(run).map((one) => sufficiencyOf('averaged', run.sizes.indexOf(size))(given(one))),
              )
            : '–',
        ),
      ]),
      [
        'sufficiency, the 40 nodes that a trace draws (chosen together)',
        '',
        ...medianOf((one) => one?.drawn?.sufficiency),
      ],
      [
        'r, all prompts with a counterfactual that turns the answer, right or wrong',
        '',
        ...of(({ results }) => median(results.map((one) => rOf('averaged')(given(one))))),
      ],
      [
        'sufficiency of these, largest size',
        '',
        ...of(({ results, sizes }) =>
          median(results.map((one) => sufficiencyOf('averaged', sizes.length - 1)(given(one)))),
        ),
      ],
      [
        'nodes that a prompt has',
        '',
        ...of((run) => median(counted(run).map((one) => given(one)?.nodes)).replace(/\.\d+/g, '')),
      ],
      ['20 random sets of the largest size, median', '< .1', ...medianOf((one) => one?.random?.median)],
      ['the same, 95th percentile', '', ...medianOf((one) => one?.random?.p95)],
      ['necessity of 25 nodes', '≥ .9', ...medianOf(necessityOf('averaged'))],
      ['necessity of the 40 drawn', '', ...medianOf((one) => one?.drawn?.necessity)],
      [
        'counterfactual found by itself, prompts counted above',
        '≥ 85 %',
        ...of((run) => percent(shareInterval(counted(run).filter(isAuto).length, counted(run).length))),
      ],
      [
        'the same, all prompts answered right',
        '',
        ...of(({ results }) => {
          const right = results.filter(({ says }) => says.right);
          return percent(shareInterval(right.filter(isAuto).length, right.length));
        }),
      ],
      [
        'the same, all prompts measured',
        '',
        ...of(({ results }) => percent(shareInterval(results.filter(isAuto).length, results.length))),
      ],
      [
        'r with the counterfactual found, all prompts that have one',
        '',
        ...of(({ results }) => median(results.filter(isAuto).map((one) => rOf('averaged')(found(one))))),
      ],
      [
        'sufficiency with it, largest size',
        '',
        ...of(({ results, sizes }) =>
          median(
            results.filter(isAuto).map((one) => sufficiencyOf('averaged', sizes.length - 1)(found(one))),
          ),
        ),
      ],
      [
        'sufficiency with it, the 40 drawn',
        '',
        ...of(({ results }) => median(results.filter(isAuto).map((one) => found(one)?.drawn?.sufficiency))),
      ],
      [
        'r where none was found (mean over corrupted versions)',
        '',
        ...of(({ results }) =>
          median(results.filter((one) => !isAuto(one)).map((one) => rOf('averaged')(one.withFound))),
        ),
      ],
      [
        'sufficiency there, largest size',
        '',
        ...of(({ results, sizes }) =>
          median(
            results
              .filter((one) => !isAuto(one))
              .map((one) => sufficiencyOf('averaged', sizes.length - 1)(one.withFound)),
          ),
        ),
      ],
    ],
  );
}
