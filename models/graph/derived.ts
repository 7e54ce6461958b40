import type { ModelDescription } from '../description.ts';
import { attentionScores } from './attention.ts';
import { graphBuilder } from './builder.ts';
import type { GraphSpec } from './onnx.ts';

/** Small graphs without weights of their own, for hooks that the main graph leaves out. */
const NO_WEIGHTS = { tensors: new Map() };

/** hook_attn_scores `[B, H, T, S]` from rotated queries `[B, T, H, dh]`, all keys `[B, K, S, dh]` and the mask. */
export function scoresGraph(model: ModelDescription): { spec: GraphSpec; output: string } {
  const b = graphBuilder('attention-scores', NO_WEIGHTS);
  const queries = b.input('queries', 'float32', ['batch', 'tokens', model.heads, model.headWidth]);
  const keys = b.input('keys', 'float32', ['batch', model.kvHeads, 'keys', model.headWidth]);
  const mask = b.input('mask', 'float32', ['mask_rows', 1, 'tokens', 'keys']);
  const byHead = b.op('Transpose', [queries], { perm: { ints: [0, 2, 1, 3] } });
  const scores = attentionScores(b, model, byHead, keys, mask);
  b.output(scores);
  return { spec: b.finish(), output: scores };
}

/** hook_result `[N, H, D]`: z `[N, H, dh]` of every head times its own part of W_O, given as `[H, dh, D]`. */
export function resultGraph(model: ModelDescription): { spec: GraphSpec; output: string } {
  const { heads, headWidth, width } = model;
  const b = graphBuilder('head-results', NO_WEIGHTS);
  const z = b.input('z', 'float32', ['rows', heads, headWidth]);
  const writing = b.input('writing', 'float32', [heads, headWidth, width]);
  const byHead = b.op('Transpose', [z], { perm: { ints: [1, 0, 2] } });
  const results = b.op('Transpose', [b.op('MatMul', [byHead, writing])], { perm: { ints: [1, 0, 2] } });
  b.output(results);
  return { spec: b.finish(), output: results };
}
