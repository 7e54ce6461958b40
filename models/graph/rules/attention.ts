import type { ModelDescription } from '../../description.ts';
import { rotated } from '../attention.ts';
import type { GraphBuilder, Value } from '../builder.ts';
import { apart, regroup, together } from '../by-head.ts';
import { anglesInput } from '../inputs.ts';
import type { BackwardRules } from './rules.ts';

type AttentionRules = Pick<BackwardRules, 'rotate' | 'attend' | 'read'>;

/**
 * Attention backwards, heads grouped as forwards: the g query heads of a key head lie under one
 * another, so that a product over their rows is also the sum over the group.
 *
 * Frozen: the pattern of this run is a constant, nothing reaches queries and keys.
 *
 * @param exact  1 or 0
 */
export function attentionRules(
  b: GraphBuilder,
  model: ModelDescription,
  tokens: Value,
  exact: Value,
): AttentionRules {
  const { heads, kvHeads, headWidth } = model;
  const perQuery = (x: Value): Value => regroup(b, apart(b, tokens, x, heads, headWidth), kvHeads);
  const perKey = (x: Value): Value => apart(b, tokens, x, kvHeads, headWidth);
  const backToQueries = (x: Value): Value => together(b, regroup(b, x, heads), heads * headWidth);
  const backToKeys = (x: Value): Value => together(b, x, kvHeads * headWidth);

  const { cosines, sines } = anglesInput(b, model);
  const scale = b.op('Mul', [exact, b.floats([1 / Math.sqrt(headWidth)], [])]);
  const opposite = b.op('Neg', [sines]);
  return {
    rotate: (g) => rotated(b, tokens, g, cosines, opposite), // a rotation's transpose turns the other way
    attend(g, queries, keys, pattern) {
      const scores = softmaxBack(b, g, pattern);
      const scaled = regroup(b, b.op('Mul', [scores, scale]), kvHeads);
      return {
        scores,
        queries: backToQueries(b.op('MatMul', [scaled, perKey(keys)])),
        keys: backToKeys(b.op('MatMul', [turned(b, scaled), perQuery(queries)])),
      };
    },
    read(g, pattern, values) {
      const byGroup = perQuery(g);
      return {
        pattern: regroup(b, b.op('MatMul', [byGroup, turned(b, perKey(values))]), heads),
        values: backToKeys(b.op('MatMul', [turned(b, regroup(b, pattern, kvHeads)), byGroup])),
      };
    },
  };
}

/** p∘(g − Σ g∘p), the sum over keys. Where the mask is, p is 0 and so is this. */
function softmaxBack(b: GraphBuilder, g: Value, pattern: Value): Value {
  const mean = b.op('ReduceSum', [b.op('Mul', [g, pattern]), b.ints([-1])]);
  return b.op('Mul', [pattern, b.op('Sub', [g, mean])]);
}

const turned = (b: GraphBuilder, x: Value): Value => b.op('Transpose', [x], { perm: { ints: [0, 1, 3, 2] } });
