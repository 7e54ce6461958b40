import { direct } from '../analysis/direct.ts';
import {
  type Distribution,
  distributionOf,
  divergence,
  leadingIds,
  movedWord,
} from '../analysis/edited-distribution.ts';
import { exchangedTokens } from '../analysis/edited-tokens.ts';
import type { Finding, Metric } from '../analysis/findings.ts';
import { intervention } from '../analysis/intervention.ts';
import type { BaselineSource, EditedComponent } from '../analysis/intervention-finding.ts';
import { changedParts, type PartChanges } from '../analysis/intervention-parts.ts';
import { finalState } from '../analysis/leading-heads.ts';
import { metricOf, metricWeights } from '../analysis/metric.ts';
import { lastRow, next } from '../analysis/next.ts';
import { type Token, tokenId } from '../kernel/ids.ts';
import type { Trace } from '../kernel/trace.ts';
import type { Ask } from './command.ts';
import { editedTrace } from './intervene.ts';
import { type Baseline, baselineFor } from './intervene-baseline.ts';
import { componentEdits } from './intervene-components.ts';
import { interveneControl } from './intervene-control.ts';
import { nothingEdited } from './intervene-errors.ts';
import { textsOf } from './offers.ts';
import { replacedPrompt } from './replace.ts';
import { replaceControl } from './replace-control.ts';

/** What is to be done to a prompt. */
export interface AskedEdits {
  readonly ablate: readonly string[];
  readonly scale: Readonly<Record<string, number>>;
  readonly replace: readonly string[];
  readonly baseline: BaselineSource | 'auto';
}

/** Words compared between the two sides. */
const WORDS = 8;

/** A run of one of the prompts and what it says next. */
interface Run {
  readonly trace: Trace;
  readonly says: Distribution;
}

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
  const baseline = await baselineOf(there, components, asked.baseline, reworded);
  const after =
    components.length === 0 ? reworded : runOf(await editedTrace(there, components, baseline?.values));
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
  const compared = await compare(ask, before, after, components);
  const finding = intervention({
    components,
    baseline: baseline?.named ?? null,
    replaced,
    exchanged,
    text: prompt.text,
    tokens: prompt.tokens,
    controls: [...random, ...words.controls],
    notes: [...notes, ...words.notes],
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

/** Both sides, by one metric: the answer before over the answer after, or where it stays over its runner-up there. */
async function compare(ask: Ask, before: Run, after: Run, components: readonly EditedComponent[]) {
  const ids = leadingIds(before.says, after.says, WORDS);
  const [answer, other] = [topOf(before), topOf(after)];
  const rival = other === answer ? secondOf(after) : other;
  const texts = await textsOf(ask, [...ids, answer, other, rival].map(tokenId));
  const token = (id: number): Token => ({ id: tokenId(id), text: texts.get(tokenId(id)) ?? '' });
  const metricIn = ({ trace, says }: Run): Metric =>
    metricOf(says.logits, trace.tokens.length - 1, token(answer), token(rival));
  const sides = { before: metricIn(before), after: metricIn(after) };
  return {
    before: { distribution: before.says, answer: token(answer), metric: sides.before },
    after: { distribution: after.says, answer: token(other), metric: sides.after },
    words: ids.map((id) => movedWord(token(id), before.says, after.says)),
    changed: await partsOf(ask, [before, after], [sides.before, sides.after], components),
  };
}

async function partsOf(
  { runner, options }: Ask,
  [before, after]: readonly [Run, Run],
  [was, is]: readonly [Metric, Metric],
  components: readonly EditedComponent[],
): Promise<PartChanges> {
  const toward = await runner.metricDirection(metricWeights(was), options);
  return changedParts(
    { trace: before.trace, direct: direct(before.trace, toward, was) },
    { trace: after.trace, direct: direct(after.trace, toward, is) },
    toward.constant,
    new Set(components.map(({ name }) => name)),
  );
}

const topOf = ({ says }: Run): number => extreme(says.logits, -1);

const secondOf = (run: Run): number => extreme(run.says.logits, topOf(run));

/** Id of the largest logit but one. */
function extreme(logits: Float32Array, but: number): number {
  let best = -1;
  for (let id = 0; id < logits.length; id++)
    if (id !== but && (best < 0 || (logits[id] ?? 0) > (logits[best] ?? 0))) best = id;
  return best;
}

async function tokenOf(ask: Ask, id: number): Promise<Token> {
  const [token] = await ask.runner.describe([tokenId(id)], ask.options);
  return token ?? { id: tokenId(id), text: '' };
}
