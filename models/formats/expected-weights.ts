import type { ModelDescription } from '../description.ts';

/**
 * Names (Hugging Face's) and shapes of every weight that a described model must have, in the order of
 * the forward pass. Matrices are `[out, in]`; H heads, K key-value heads, dh head width, D width, F MLP width, V vocabulary.
 */
export function expectedWeights(model: ModelDescription): ReadonlyMap<string, readonly number[]> {
  const layers = Array.from({ length: model.layers }, (_, i) => layerWeights(model, `model.layers.${i}`));
  return new Map([
    ['model.embed_tokens.weight', [model.vocab, model.width]],
    ...layers.flat(),
    ['model.norm.weight', [model.width]],
    ...(model.tied ? [] : ([['lm_head.weight', [model.vocab, model.width]]] as const)),
  ]);
}

type Expected = readonly [name: string, shape: readonly number[]];

function layerWeights(model: ModelDescription, at: string): readonly Expected[] {
  const { width, mlpWidth, qkvBias, attentionOutBias, mlpBias } = model;
  const queries = model.heads * model.headWidth;
  const keys = model.kvHeads * model.headWidth;
  return [
    [`${at}.input_layernorm.weight`, [width]],
    ...linear(`${at}.self_attn.q_proj`, queries, width, qkvBias),
    ...linear(`${at}.self_attn.k_proj`, keys, width, qkvBias),
    ...linear(`${at}.self_attn.v_proj`, keys, width, qkvBias),
    ...linear(`${at}.self_attn.o_proj`, width, queries, attentionOutBias),
    [`${at}.post_attention_layernorm.weight`, [width]],
    ...linear(`${at}.mlp.gate_proj`, mlpWidth, width, mlpBias),
    ...linear(`${at}.mlp.up_proj`, mlpWidth, width, mlpBias),
    ...linear(`${at}.mlp.down_proj`, width, mlpWidth, mlpBias),
  ];
}

const linear = (at: string, out: number, into: number, bias: boolean): readonly Expected[] => [
  [`${at}.weight`, [out, into]],
  ...(bias ? ([[`${at}.bias`, [out]]] as const) : []),
];
