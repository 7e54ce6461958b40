import type { GraphBuilder, Value } from './builder.ts';

const SWAP_TOKENS_AND_HEADS = { perm: { ints: [0, 2, 1, 3] } };

/** `[B·T, heads·dh]` → `[B, heads, T, dh]`; `tokens` `[B, T]` says where rows of the batch end. */
export function apart(b: GraphBuilder, tokens: Value, x: Value, heads: number, headWidth: number): Value {
  const shape = b.op('Concat', [b.op('Shape', [tokens]), b.ints([heads, headWidth])], { axis: { int: 0 } });
  return b.op('Transpose', [b.op('Reshape', [x, shape])], SWAP_TOKENS_AND_HEADS);
}

/** `[B, heads, T, dh]` → `[B·T, columns]`, columns = heads · dh: what `apart` took apart. */
export const together = (b: GraphBuilder, x: Value, columns: number): Value =>
  b.op('Reshape', [b.op('Transpose', [x], SWAP_TOKENS_AND_HEADS), b.ints([-1, columns])]);

/** The same numbers under another number of heads: `[B, h, t, x]` → `[B, heads, h·t/heads, x]`. */
export const regroup = (b: GraphBuilder, x: Value, heads: number): Value =>
  b.op('Reshape', [x, b.ints([0, heads, -1, 0])]);
