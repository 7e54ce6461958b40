import { distributionOf, divergence } from '../analysis/edited-distribution.ts';
import { exchangedTokens } from '../analysis/edited-tokens.ts';
import type { Finding } from '../analysis/findings.ts';
import { intervention } from '../analysis/intervention.ts';
import type { BaselineSource, EditedComponent } from '../analysis/intervention-finding.ts';
import { finalState } from '../analysis/leading-heads.ts';
import { lastRow, next } from '../analysis/next.ts';
import { type Token, tokenId } from '../kernel/ids.ts';
import type { Trace } from '../kernel/trace.ts';
import type { Ask } from './command.ts';
import { editedTrace } from './intervene.ts';
import { type Baseline, baselineFor } from './intervene-baseline.ts';
import { compareRuns, type Run, topOf } from './intervene-compare.ts';
import { componentEdits } from './intervene-components.ts';
import { interveneControl } from './intervene-control.ts';
import { nothingEdited } from './intervene-errors.ts';
import { replacedPrompt } from './replace.ts';
import { replaceControl } from './replace-control.ts';
import { step } from './step.ts';

/** What is to be done to a prompt. */
export interface AskedEdits {
  readonly ablate: readonly string[];
  readonly scale: Readonly<Record<string, number>>;
  readonly replace: readonly string[];
  readonly baseline: BaselineSource | 'auto';
}

const STEPS = 4;
const NO_OTHERS = 'The edit of components has no control: no others of their kind are left to draw.';

/**
 * The prompt as it is, and under the edits: words first, then components of the run on those words.
 *
 * @throws {DispatchError} `edit-missing`, and those of replacedPrompt, componentEdits and baselineFor
 */
export async function interventionReport(ask: Ask, asked: AskedEdits): Promise<Finding[]> {
  const { ablate, scale, replace } = asked;
  if (ablate.length + Object.keys(scale).length + replace.length === 0) throw nothingEdited();
  const { prompt, replaced, notes } = await replacedPrompt(ask, replace);
  const there: Ask = { ...ask, prompt };
  const components = componentEdits(ask.model, prompt.tokens, ablate, scale);
  const before = runOf(await editedTrace(ask, [], undefined));
  const reworded = replaced.length === 0 ? before : runOf(await editedTrace(there, [], undefined));
  if (components.length > 0) step(ask, 1, 'Finding what ablated parts put out instead', STEPS);
  const baseline = await baselineOf(there, components, asked.baseline, reworded);
  const after =
    components.length === 0 ? reworded : runOf(await editedTrace(there, components, baseline?.values));
  step(ask, 2, 'Measuring the same edit on others, drawn at random', STEPS);
  const exchanged = exchangedTokens(ask.prompt.tokens, prompt.tokens);
  const words =
    replaced.length === 0
      ? { controls: [], notes: [] }
      : await replaceControl(ask, exchanged, before.says, divergence(before.says, reworded.says));
  const random = await interveneControl(
    there,
    components,
    baseline?.values,
    reworded.says,
    divergence(reworded.says, after.says),
  );
  step(ask, 3, 'Comparing both runs, part by part', STEPS);
  const compared = await compareRuns(ask, before, after, components);
  const finding = intervention({
    components,
    baseline: baseline?.named ?? null,
    replaced,
    exchanged,
    text: prompt.text,
    tokens: prompt.tokens,
    controls: [...random, ...words.controls],
    notes: [...notes, ...words.notes, ...(components.length > 0 && random.length === 0 ? [NO_OTHERS] : [])],
    ...compared,
  });
  const says = next(
    before.trace,
    await ask.runner.readout(finalState(before.trace, ask.prompt.tokens.length - 1), { top: 5 }, ask.options),
  );
  return [says, ...(baseline?.found === undefined ? [] : [baseline.found]), finding];
}

const runOf = (trace: Trace): Run => ({ trace, says: distributionOf(lastRow(trace)) });

async function baselineOf(
  ask: Ask,
  components: readonly EditedComponent[],
  wanted: AskedEdits['baseline'],
  run: Run,
): Promise<Baseline | undefined> {
  if (!components.some(({ kind }) => kind === 'ablated')) return undefined;
  return baselineFor(ask, wanted, await tokenOf(ask, topOf(run)));
}

async function tokenOf(ask: Ask, id: number): Promise<Token> {
  const [token] = await ask.runner.describe([tokenId(id)], ask.options);
  return token ?? { id: tokenId(id), text: '' };
}
