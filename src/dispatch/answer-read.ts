import type { AnswerToken, NextWord } from '../analysis/samples-finding.ts';
import { blockHook } from '../kernel/hooks.ts';
import type { Token, TokenId } from '../kernel/ids.ts';
import { at, tensor } from '../kernel/tensor.ts';
import type { Readout, Trace } from '../kernel/trace.ts';
import type { Ask } from './command.ts';

/** An answer read again behind its prompt: what the model expected at each of its tokens. */
export interface ReadAnswer {
  readonly ids: readonly TokenId[];
  /** Where each token of the answer is written; the prompt's last one where the answer has none. */
  readonly positions: readonly number[];
  readonly next: Omit<NextWord, 'settle'>;
  readonly tokens: readonly Omit<AnswerToken, 'settle'>[];
  /** With every layer's pattern. */
  readonly trace: Trace;
}

/** Likeliest next words kept. */
const TOP = 5;

export async function readAnswer(
  { runner, model, options }: Ask,
  prompt: readonly Token[],
  answer: readonly Token[],
): Promise<ReadAnswer> {
  const ids = [...prompt, ...answer].map(({ id }) => id);
  const positions = Array.from({ length: Math.max(1, answer.length) }, (_, i) => prompt.length - 1 + i);
  const last = blockHook(model.layers - 1, 'hook_resid_post');
  const patterns = Array.from({ length: model.layers }, (_, layer) => blockHook(layer, 'attn.hook_pattern'));
  const trace = await runner.trace({ tokens: ids, hooks: [...patterns, last] }, options);
  const states = statesAt(trace, last, positions);
  const read = await runner.readout(states, { top: TOP, tokens: answer.map(({ id }) => id) }, options);
  const tokens = answer.map(({ id, text }, i) => ({
    id,
    text,
    prob: read.asked[i]?.[i]?.prob ?? Number.NaN,
    entropy: read.entropy[i] ?? Number.NaN,
  }));
  return { ids, positions, next: nextOf(read), tokens, trace };
}

/** Log-probability of a read answer while no token sees the keys, nats. */
export async function answerLogProb(
  { runner, model, options }: Ask,
  { ids, positions, tokens }: ReadAnswer,
  hidden: readonly number[],
): Promise<number> {
  const last = blockHook(model.layers - 1, 'hook_resid_post');
  const interventions = hidden.map((key) => ({ kind: 'mask' as const, key }));
  const trace = await runner.trace({ tokens: ids, hooks: [last], interventions }, options);
  const asked = { top: 1, tokens: tokens.map(({ id }) => id) };
  const read = await runner.readout(statesAt(trace, last, positions), asked, options);
  return tokens.reduce((sum, _, i) => sum + Math.log(read.asked[i]?.[i]?.prob ?? Number.NaN), 0);
}

/** `[positions, width]` */
function statesAt({ model, hooks }: Trace, hook: string, positions: readonly number[]) {
  const all = hooks.get(hook) ?? tensor([1, 0, model.width], new Float32Array(0));
  const data = new Float32Array(positions.length * model.width);
  positions.forEach((position, i) => {
    data.set(at(all, 0, position).data, i * model.width);
  });
  return tensor([positions.length, model.width], data);
}

function nextOf({ top, entropy }: Readout): Omit<NextWord, 'settle'> {
  const [first, second] = top[0] ?? [];
  if (first === undefined) throw new RangeError('a readout of no state');
  return {
    token: first.token,
    prob: first.prob,
    entropy: entropy[0] ?? Number.NaN,
    margin: first.logit - (second?.logit ?? first.logit),
    top: (top[0] ?? []).map(({ token, prob }) => ({ ...token, prob })),
  };
}
