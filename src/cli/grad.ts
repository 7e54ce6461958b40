import type { GradientRules, Intervention, MetricTerm } from '../../models/loaded.ts';
import { chooseToken } from '../dispatch/choose-token.ts';
import type { Runner } from '../engine/runner.ts';
import { constantWhenFrozen, type HookName } from '../kernel/hooks.ts';
import { type TokenId, tokenId } from '../kernel/ids.ts';
import type { CallOptions } from '../kernel/progress.ts';
import type { Tensor } from '../kernel/tensor.ts';
import { CliError } from './errors.ts';

/** What `--grad logit:A-B` names: next tokens by their text, or by id (`#11`, or plain `11` where the prompt is ids). */
export interface GradientAsk {
  readonly for: string;
  readonly against?: string;
}

/** @throws {CliError} `grad-malformed` */
export function readGrad(text: string): GradientAsk {
  const match = /^logit:([^-]+)(?:-(.+))?$/s.exec(text);
  const [, wanted, against] = match ?? [];
  if (wanted === undefined) throw malformed(text, 'It is no metric that gradients can be taken of.');
  return { for: wanted, ...(against === undefined ? {} : { against }) };
}

interface Run {
  readonly tokens: readonly TokenId[];
  readonly hooks: readonly HookName[];
  readonly interventions: readonly Intervention[];
  /** Undefined where ids were given instead. */
  readonly text: string | undefined;
}

/**
 * The hooks of a run and, as `<hook>.grad`, the gradient at each of the metric at the last position.
 * A hook that is a constant under the rules has none and is left out, unless only such were asked for.
 */
export async function withGradients(
  runner: Runner,
  run: Run,
  ask: GradientAsk,
  rules: GradientRules,
  options: CallOptions,
): Promise<{ readonly hooks: ReadonlyMap<HookName, Tensor>; readonly metric: readonly MetricTerm[] }> {
  const { tokens, hooks, interventions } = run;
  const metric = await metricOf(runner, run, ask, options);
  const moving = hooks.filter((hook) => rules === 'exact' || !constantWhenFrozen(hook));
  const gradients = moving.length > 0 ? moving : hooks;
  const request = { tokens: [tokens], metric: [metric], rules, hooks, gradients, interventions };
  const found = await runner.gradients(request, options);
  const named = Array.from(found.gradients, ([hook, tensor]) => [`${hook}.grad`, tensor] as const);
  return { hooks: new Map([...found.hooks, ...named]), metric };
}

async function metricOf(
  runner: Runner,
  run: Run,
  { for: wanted, against }: GradientAsk,
  options: CallOptions,
): Promise<MetricTerm[]> {
  const position = run.tokens.length - 1;
  const term = async (text: string, weight: number): Promise<MetricTerm> => ({
    token: await tokenOf(runner, run, text, options),
    position,
    weight,
  });
  return [await term(wanted, 1), ...(against === undefined ? [] : [await term(against, -1)])];
}

/** @throws {CliError} `grad-malformed`; {DispatchError} `token-not-found` */
async function tokenOf(runner: Runner, run: Run, text: string, options: CallOptions): Promise<TokenId> {
  const { tokens } = run;
  const number = /^#?(\d+)$/.exec(text)?.[1];
  const { vocab } = await runner.facts(options);
  if (number !== undefined && (run.text === undefined || text.startsWith('#'))) {
    if (Number(number) < vocab) return tokenId(Number(number));
    throw malformed(text, `This model's tokens are 0 to ${vocab - 1}; there is no ${number}.`);
  }
  if (run.text === undefined) throw malformed(text, 'Where the prompt is ids, the answers are ids too.');
  const { hooks } = await runner.trace({ tokens, hooks: [], logits: 'last' }, options);
  const prompt = { text: run.text, tokens: await runner.tokenize(run.text, options) };
  const logits = hooks.get('logits')?.data ?? new Float32Array(vocab);
  return (await chooseToken({ runner, prompt, options }, text, logits)).id;
}

const malformed = (given: string, what: string): CliError =>
  new CliError({
    code: 'grad-malformed',
    what,
    where: `--grad ${given.slice(0, 60)}`,
    fix: "Write the answer and its rival, as in --grad 'logit:Paris-Berlin', or with --ids their ids, 'logit:11-29'.",
  });
