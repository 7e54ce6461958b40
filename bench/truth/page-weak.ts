import { number, quoted, table } from './markdown.ts';
import type { PromptResult, TruthRun } from './result.ts';
import { counted, given, rOf, sufficiencyOf } from './select.ts';

const SHOWN = 6;

/** The counted prompts on which scores or sets did worst, by one figure or the other. */
export function weakTable(run: TruthRun): string {
  const largest = run.sizes.length - 1;
  const r = (one: PromptResult) => rOf('averaged')(given(one)) ?? 1;
  const alone = (one: PromptResult) => sufficiencyOf('averaged', largest)(given(one)) ?? 1;
  const worst = (of: (one: PromptResult) => number) =>
    [...counted(run)].sort((a, b) => of(a) - of(b)).slice(0, SHOWN);
  return table(
    ['prompt', 'against', 'metric, counterfactual → prompt', 'r', `alone, ${run.sizes[largest]}`],
    [...new Set([...worst(r), ...worst(alone)])].map((one) => [
      quoted(one.prompt),
      `${quoted(one.says.text)} over ${quoted(given(one)?.rival ?? '')}`,
      `${(given(one)?.empty ?? 0).toFixed(1)} → ${(given(one)?.full ?? 0).toFixed(1)}`,
      number(r(one)),
      number(alone(one)),
    ]),
  );
}
