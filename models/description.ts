/**
 * One description of a model, whichever file it came from (Hugging Face `config.json` or GGUF
 * metadata). The graph builder, the tokenizer and the cards read nothing else.
 */
export interface ModelDescription {
  readonly family: Family;
  readonly layers: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly headWidth: number;
  readonly width: number;
  readonly mlpWidth: number;
  readonly vocab: number;
  readonly context: number;
  readonly normEpsilon: number;
  /** Activation of the gate. */
  readonly activation: 'silu';
  readonly rope: RopeDescription;
  /** The unembedding is the embedding table. */
  readonly tied: boolean;
  /** Queries, keys and values have biases. */
  readonly qkvBias: boolean;
  /** The attention output, W_O, has one. */
  readonly attentionOutBias: boolean;
  readonly mlpBias: boolean;
  readonly bos?: number;
  readonly eos: readonly number[];
}

export type Family = 'llama' | 'qwen2';

/** Rotary embedding; `llama3` scaling as in Llama 3.1 (`rope_scaling`), absent for plain rotation. */
export interface RopeDescription {
  readonly theta: number;
  readonly scaling?:
    | { readonly type: 'linear'; readonly factor: number }
    | {
        readonly type: 'llama3';
        readonly factor: number;
        readonly lowFrequencyFactor: number;
        readonly highFrequencyFactor: number;
        readonly originalContext: number;
      };
}
