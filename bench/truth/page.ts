import { existsSync, readFileSync } from 'node:fs';
import { failedTable, foundTable } from './page-search.ts';
import { summary } from './page-summary.ts';
import { leftOutTable, modeTable, taskTable } from './page-tasks.ts';
import { weakTable } from './page-weak.ts';
import type { TruthRun } from './result.ts';
import { type Place, readRuns, writeMarkdown } from './store.ts';

/** Writes docs/truth.md from the runs that are there. */
export function writePage(place: Place): void {
  const runs = readRuns(place);
  writeMarkdown(
    [INTRODUCTION, ...runs.map(provenance), '## The figures', summary(runs), words('method.md')]
      .concat(runs.flatMap(setSection))
      .concat(['## Counterfactuals for reading', words('reading.md')])
      .concat(modelsOf(runs).flatMap(([model, own]) => [`### ${model}`, foundTable(own)]))
      .concat(['## Where none was found'])
      .concat(modelsOf(runs).flatMap(([model, own]) => [`### ${model}`, failedTable(own)]))
      .concat([words('where-it-fails.md'), words('held-by-tests.md')])
      .join('\n\n')
      .concat('\n'),
    place,
  );
}

const INTRODUCTION = `# Is it true?

What an attribution says is worth something when the model, changed accordingly, does what was said. This page
holds the figures of \`reflect.trace\` against exact runs, prompt by prompt. It is written by one call, from runs
that lie beside it (docs/truth/*.json, every prompt with its figures):

    npm run truth                       # everything: measured afresh, page written
    npm run truth -- --model shipped    # one model; --set NAME one set, --limit N a short run into out/truth
    npm run truth -- --resume           # an interrupted run is taken up
    npm run truth -- --page             # only this page, from the runs there are`;

const provenance = ({
  set,
  model,
  weights,
  fingerprint,
  date,
  commits,
  machine,
  of,
  results,
}: TruthRun): string =>
  `**${set}**: ${model} (${weights}; fingerprint ${fingerprint}), ${date}, commit ${commits.join(', ')}, ${machine}; ${results.length} of ${of} prompts, ${Math.round(results.reduce((sum, { seconds }) => sum + seconds, 0) / 60)} minutes of measuring.${results.length < of ? ' **Unfinished**: these are the first of every task in turn; `npm run truth -- --resume` goes on.' : ''}`;

const setSection = (run: TruthRun): string[] => [
  `## ${run.set}, task by task`,
  taskTable(run),
  'Node sets by the three ways of scoring:',
  modeTable(run),
  'What was measured and what counts:',
  leftOutTable(run),
  'The worst of the counted, by r and by sufficiency:',
  weakTable(run),
];

const modelsOf = (runs: readonly TruthRun[]): [string, TruthRun[]][] =>
  [...new Set(runs.map(({ model }) => model))].map((model) => [
    model,
    runs.filter((run) => run.model === model),
  ]);

/** What was written by hand, beside this file. */
function words(name: string): string {
  const file = new URL(`./words/${name}`, import.meta.url);
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
}
