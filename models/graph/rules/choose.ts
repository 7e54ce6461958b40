import type { ModelDescription } from '../../description.ts';
import type { GradientRules } from '../../loaded.ts';
import type { GraphBuilder } from '../builder.ts';
import { editBack } from '../edit.ts';
import { tokensInput } from '../inputs.ts';
import { exactActivation, frozenActivation } from './activation.ts';
import { attentionRules } from './attention.ts';
import { exactNorm, frozenNorm } from './norm.ts';
import type { BackwardRules } from './rules.ts';

/** The rules of one name for one graph. */
export function rulesFor(b: GraphBuilder, model: ModelDescription, name: GradientRules): BackwardRules {
  const frozen = name === 'frozen';
  return {
    linear: (g, weight) => b.op('Gemm', [g, b.weight(`${weight}.weight`)]), // g · W, W `[out, in]` as it lies
    rmsNorm: frozen ? frozenNorm(b, model) : exactNorm(b, model),
    ...(frozen ? frozenActivation(b) : exactActivation(b)),
    ...attentionRules(b, model, tokensInput(b), frozen),
    edit: (g, site, layer) => editBack(b, model, site, layer, g),
  };
}
