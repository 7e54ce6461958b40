import type { ModelDescription } from '../../description.ts';
import type { GraphBuilder } from '../builder.ts';
import { editBack } from '../edit.ts';
import { tokensInput } from '../inputs.ts';
import { EXACT } from '../ports.ts';
import { activationRules } from './activation.ts';
import { attentionRules } from './attention.ts';
import { normRule } from './norm.ts';
import type { BackwardRules } from './rules.ts';

/**
 * The rules for one graph. An input says which, 1 for exact and 0 for frozen: where they differ, the
 * frozen rule is the exact one with a term left out, so one graph and one session serve both.
 *
 * Weights are `[out, in]`, so a gradient goes back through them as they lie, g · W.
 */
export function backwardRules(b: GraphBuilder, model: ModelDescription): BackwardRules {
  const exact = b.input(EXACT, 'float32', []);
  return {
    linear: (g, weight) => b.op('Gemm', [g, b.weight(`${weight}.weight`)]),
    rmsNorm: normRule(b, model, exact),
    ...activationRules(b, exact),
    ...attentionRules(b, model, tokensInput(b), exact),
    edit: (g, site, layer) => editBack(b, model, site, layer, g),
  };
}
