import { number, quoted, table } from './markdown.ts';
import { drawn } from './prompt-set.ts';
import type { PromptResult, TruthRun } from './result.ts';
import { isAuto } from './select.ts';

const SHOWN = 20;
const SEED = 11;

/** Counterfactuals for reading, drawn by seed from all that were found for a model. */
export const foundTable = (runs: readonly TruthRun[]): string =>
  table(
    ['task', 'prompt', 'says', 'edit', 'then says'],
    drawn(runs.flatMap(({ results }) => results).filter(isAuto), SHOWN, SEED).map(row),
  );

/** Every prompt for which none was found. */
export const failedTable = (runs: readonly TruthRun[]): string =>
  table(
    ['task', 'prompt', 'says', 'right', 'best rank', 'edits tried'],
    runs
      .flatMap(({ results }) => results)
      .filter((result) => !isAuto(result))
      .map(({ task, prompt, says, found }) => [
        task,
        quoted(prompt),
        `${quoted(says.text)} ${number(says.prob)}`,
        says.right ? 'yes' : 'no',
        number(found.rank),
        `${found.tried}`,
      ]),
  );

const row = ({ task, prompt, says, found }: PromptResult): string[] => [
  task,
  quoted(prompt),
  `${quoted(says.text)} ${number(says.prob)}`,
  found.edits.map((edit) => quoted(edit.trim())).join(', '),
  `${quoted(found.says)} ${number(found.prob)}`,
];
