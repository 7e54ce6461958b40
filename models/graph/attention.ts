import type { ModelDescription } from '../description.ts';
import type { GraphBuilder, Value } from './builder.ts';
import { apart, regroup, together } from './by-head.ts';
import { anglesInput } from './inputs.ts';
import { MASK, pastKey, pastValue } from './ports.ts';

/** Attention with grouped heads, over the keys of this call and, with a cache, of earlier ones. */
export interface AttentionParts {
  rotate(x: Value): Value;
  attend(queries: Value, keys: Value, layer: number): { readonly pattern: Value; readonly keys: Value };
  read(pattern: Value, values: Value, layer: number): { readonly z: Value; readonly values: Value };
}

/**
 * @param tokens  `[B, T]`, for the shape
 * @param cached  whether keys and values of earlier tokens are inputs
 */
export function attentionParts(
  b: GraphBuilder,
  model: ModelDescription,
  tokens: Value,
  cached: boolean,
): AttentionParts {
  const { heads, kvHeads, headWidth } = model;
  const angles = anglesInput(b, model);
  const mask = b.input(MASK, 'float32', ['mask_rows', 1, 'tokens', 'keys']);

  const byHead = (x: Value, count: number): Value => apart(b, tokens, x, count, headWidth);

  const extended = (x: Value, past: string): Value =>
    cached
      ? b.op('Concat', [b.input(past, 'float32', ['batch', kvHeads, 'past', headWidth]), x], {
          axis: { int: 2 },
        })
      : x;

  return {
    rotate: (x) => rotated(b, tokens, x, angles.cosines, angles.sines),
    attend(queries, keys, layer) {
      const all = extended(byHead(keys, kvHeads), pastKey(layer));
      const scores = attentionScores(b, model, byHead(queries, heads), all, mask);
      return { pattern: b.op('Softmax', [scores], { axis: { int: -1 } }), keys: all };
    },
    read(pattern, values, layer) {
      const all = extended(byHead(values, kvHeads), pastValue(layer));
      const byGroup = b.op('MatMul', [regroup(b, pattern, kvHeads), all]);
      return { z: together(b, regroup(b, byGroup, heads), heads * headWidth), values: all };
    },
  };
}

/**
 * q · kᵀ / √dh + mask, `[B, H, T, S]`, from `[B, H, T, dh]` and `[B, K, S, dh]`.
 *
 * The g query heads of a group are laid under one another, `[B, K, g·T, dh]`, so that a key head is
 * read where it lies instead of being repeated g times.
 */
export function attentionScores(
  b: GraphBuilder,
  { heads, kvHeads, headWidth }: Pick<ModelDescription, 'heads' | 'kvHeads' | 'headWidth'>,
  queries: Value,
  keys: Value,
  mask: Value,
): Value {
  const turned = b.op('Transpose', [keys], { perm: { ints: [0, 1, 3, 2] } });
  const product = b.op('MatMul', [regroup(b, queries, kvHeads), turned]);
  const scaled = b.op('Mul', [product, b.floats([1 / Math.sqrt(headWidth)], [])]);
  return b.op('Add', [regroup(b, scaled, heads), mask]);
}

/** `[N, heads · dh]`, positions counted anew in each row of the batch. */
export function rotated(b: GraphBuilder, tokens: Value, x: Value, cosines: Value, sines: Value): Value {
  const wide = b.op('Concat', [b.op('Shape', [tokens]), b.ints([-1])], { axis: { int: 0 } });
  const byRow = b.op('Reshape', [x, wide]);
  const turned = b.op('com.microsoft.RotaryEmbedding', [byRow, b.ints([0]), cosines, sines]);
  return b.op('Flatten', [turned], { axis: { int: 2 } });
}
