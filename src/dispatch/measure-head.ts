import { type HeadAddress, look, sinksOf } from '../analysis/attention.ts';
import { direct } from '../analysis/direct.ts';
import type { CounterfactualFinding, Metric, NextFinding } from '../analysis/findings.ts';
import { headFinding } from '../analysis/head.ts';
import type { HeadFinding } from '../analysis/head-finding.ts';
import { restsOnFirst } from '../analysis/head-sink.ts';
import { finalState, leadingHeads } from '../analysis/leading-heads.ts';
import { metricWeights } from '../analysis/metric.ts';
import { lastRow, next } from '../analysis/next.ts';
import { traceHooks } from '../analysis/trace-hooks.ts';
import { quoted } from '../kernel/token-label.ts';
import type { Trace } from '../kernel/trace.ts';
import type { Ask } from './command.ts';
import { leadingHead, lookingPosition, namedHead, nameOf } from './head-choice.ts';
import { copyingOf } from './head-copying.ts';
import { headEffect } from './head-effect.ts';
import { headQuestion, headScores } from './head-question.ts';
import { keptRoles } from './head-roles.ts';
import { headWhy } from './head-why.ts';
import { headWrites, lookedAt } from './head-writes.ts';
import { step } from './step.ts';

export interface HeadAsk {
  /** `L5H1`, or `auto`. */
  readonly head: string;
  readonly at: number | 'last';
  readonly token: string;
  readonly against: string;
}

const STEPS = 5;

export type HeadFindings = readonly (NextFinding | CounterfactualFinding | HeadFinding)[];

/**
 * Everything the card of one head says.
 *
 * @throws {DispatchError} `component-unknown`, `place-outside`; those of `readQuestion` but `nothing-to-edit`
 */
export async function measureHead(ask: Ask, asked: HeadAsk): Promise<HeadFindings> {
  const { runner, model, prompt, options } = ask;
  const named = namedHead(asked.head, model);
  const position = lookingPosition(ask, asked.at);
  const last = prompt.tokens.length - 1;
  const trace = await runner.trace(
    { tokens: prompt.tokens.map(({ id }) => id), hooks: traceHooks(model.layers), logits: 'last' },
    options,
  );
  const says = next(trace, await runner.readout(finalState(trace, last), { top: 5 }, options));
  step(ask, 1, `The model says ${quoted(says.token.text)}; looking for a counterfactual`, STEPS);
  const question = await headQuestion(ask, says, lastRow(trace), asked);
  step(ask, 2, 'Scoring every head', STEPS);
  const scores = await headScores(ask, question);
  const address =
    named ??
    (scores === undefined ? await writingMost(ask, trace, question.metric) : leadingHead(scores, position));
  step(ask, 3, `Taking the look of ${nameOf(address)} apart`, STEPS);
  const gram = await runner.outputGram(options);
  const seen = look(trace, gram, address, position);
  const rests = restsOnFirst(seen.pattern, seen.weighted) ? [0] : [];
  const sinks = [...new Set([...rests, ...sinksOf(trace, gram, position)])];
  const looked = lookedAt(seen, sinks);
  const [key] = looked;
  const reference = comparedKeys(position, sinks);
  const place = { address, position, looked };
  const { writes, copies } = await headWrites(ask, trace, place, question.metric);
  step(ask, 4, `Measuring what ${nameOf(address)} did, beside other heads`, STEPS);
  const finding = headFinding({
    head: nameOf(address),
    chosen: named === undefined ? 'auto' : 'given',
    position,
    metric: question.metric,
    look: { ...seen, sinks },
    why: key === undefined || position === 0 ? null : await headWhy(ask, address, position, key, reference),
    writes,
    copying: { anywhere: await copyingOf(ask, address), here: copies },
    effect: await headEffect(ask, address, position, question, scores),
    role: await knownRole(ask, nameOf(address)),
  });
  const counterfactual = question.counterfactual?.finding;
  return [says, ...(counterfactual === undefined ? [] : [counterfactual]), finding];
}

/** Its role where the map of roles was made before: measuring all heads is another question. */
async function knownRole(ask: Ask, name: string): Promise<HeadFinding['role']> {
  const found = (await keptRoles(ask))?.heads.find(({ head }) => head === name);
  if (found === undefined) return null;
  const { role, score, null99, also } = found;
  return { role, score, null99, also };
}

/** Keys that a look is compared with: sinks are left out, unless nothing else is there. */
function comparedKeys(position: number, sinks: readonly number[]): number[] {
  const keys = Array.from({ length: position + 1 }, (_, key) => key);
  const plain = keys.filter((key) => !sinks.includes(key));
  return plain.length > 1 ? plain : keys;
}

/** Where no counterfactual scores heads, their direct writing does. */
async function writingMost({ runner, options }: Ask, trace: Trace, metric: Metric): Promise<HeadAddress> {
  const toward = await runner.metricDirection(metricWeights(metric), options);
  const [head] = leadingHeads(direct(trace, toward, metric), 1);
  return head ?? { layer: 0, head: 0 };
}
