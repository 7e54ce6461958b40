import type { LensRow } from '../analysis/lens-prior.ts';
import type { LensWord, RejectedWord } from '../analysis/rejected-words.ts';
import { blockHook } from '../kernel/hooks.ts';
import type { TokenId } from '../kernel/ids.ts';
import { at, tensor } from '../kernel/tensor.ts';
import type { Trace } from '../kernel/trace.ts';
import type { Ask } from './command.ts';

/** Words of each layer that a pattern may be made of: the eleventh has less than a tenth. */
const WORDS = 10;

/** The likeliest words after each layer, at the answering position. */
export async function layerWords(ask: Ask, trace: Trace): Promise<LensWord[][]> {
  const { top } = await ask.runner.readout(layerStates(ask, trace), { top: WORDS }, ask.options);
  return top.map((row) => row.map(({ token, prob }) => ({ ...token, prob })));
}

/** hook_resid_post of every layer at the answering position, `[layer, width]`. */
function layerStates({ model }: Pick<Ask, 'model'>, trace: Trace) {
  const data = new Float32Array(model.layers * model.width);
  for (let layer = 0; layer < model.layers; layer++) {
    const hook = trace.hooks.get(blockHook(layer, 'hook_resid_post'));
    if (hook !== undefined) data.set(at(hook, 0, trace.tokens.length - 1).data, layer * model.width);
  }
  return tensor([model.layers, model.width], data);
}

/** Lens probability of each word after each layer. */
export async function wordCurves(
  ask: Ask,
  trace: Trace,
  words: readonly RejectedWord[],
): Promise<number[][]> {
  const tokens = words.map(({ word }) => word.id);
  const { asked } = await ask.runner.readout(layerStates(ask, trace), { top: 1, tokens }, ask.options);
  return words.map((_, i) => asked.map((row) => row[i]?.prob ?? 0));
}

/** Words kept of each state for the lens's prior: what lies behind them is below .01 each. */
const KEPT = 100;

/** One prompt's lens at its last position, for the priors. */
export async function lensRows(ask: Ask, tokens: readonly TokenId[]): Promise<LensRow[]> {
  const { runner, model, options } = ask;
  const hooks = Array.from({ length: model.layers }, (_, layer) => blockHook(layer, 'hook_resid_post'));
  const trace = await runner.trace({ tokens, hooks }, options);
  const { top } = await runner.readout(layerStates(ask, trace), { top: KEPT }, options);
  return top.map((row) => row.map(({ token, prob }) => [token.id, prob] as const));
}
