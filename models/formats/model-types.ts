import type { Family } from '../description.ts';

/** What a `model_type` means that its `config.json` does not say. */
export interface ModelType {
  readonly family: Family;
  /** Fields that its configuration class of `transformers` fills in where the file has none. */
  readonly absent: Readonly<Record<string, unknown>>;
  /** Fields that its model class does not read, as what it does instead. */
  readonly fixed: Readonly<Record<string, unknown>>;
  /** `attention_bias` is meant for W_O too. */
  readonly attentionOutBias: boolean;
}

/** The values of `model_type` that dotp reads. */
export const MODEL_TYPES: ReadonlyMap<string, ModelType> = new Map([
  ['llama', { family: 'llama', absent: {}, fixed: {}, attentionOutBias: true }],
  [
    'mistral',
    {
      family: 'llama',
      absent: { num_key_value_heads: 8, sliding_window: 4096, max_position_embeddings: 131_072 },
      fixed: {},
      attentionOutBias: true,
    },
  ],
  [
    'qwen2',
    {
      family: 'qwen2',
      absent: { num_key_value_heads: 32, max_position_embeddings: 32_768 },
      // Its files name a window that only `use_sliding_window`, refused elsewhere, would open.
      fixed: { attention_bias: true, mlp_bias: false, sliding_window: null },
      attentionOutBias: false,
    },
  ],
]);
