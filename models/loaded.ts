import type { HookName } from '../src/kernel/hooks.ts';
import type { TokenId } from '../src/kernel/ids.ts';
import type { ModelFacts } from '../src/kernel/model.ts';
import type { Tensor } from '../src/kernel/tensor.ts';

/** A model whose weights are in a session: what the engine's worker owns. All calls on one model run one after another. */
export interface LoadedModel {
  readonly facts: ModelFacts;
  readonly text: TextCodec;
  /**
   * One run of the graph.
   * @throws {ModelError} `prompt-too-long` before memory is spent, `hook-unknown`, `rows-unequal`, `token-outside-vocabulary`
   */
  forward(request: ForwardRequest): Promise<ForwardResult>;
  /** Final norm (recomputed for each state), unembedding, softmax over `states [N, width]`; see Readout. */
  readout(
    states: Float32Array,
    ask: { readonly top: number; readonly tokens: readonly TokenId[] },
  ): Promise<RawReadout>;
  /** `γ ∘ Σ weight · W_U[:, token]` and `W_O · direction` for every head; see MetricDirection. */
  metricDirection(
    weights: ReadonlyMap<TokenId, number>,
  ): Promise<{ direction: Float32Array; heads: Tensor; constant: number }>;
  /** `W_O[h] W_O[h]ᵀ` for every head, `[layer, head, headWidth, headWidth]`: ‖z W_O‖ from z alone. Computed once. */
  outputGram(): Promise<Tensor>;
  close(): Promise<void>;
}

export interface ForwardRequest {
  /** `[batch][token]`, rows of equal length. */
  readonly tokens: readonly (readonly TokenId[])[];
  /** Exact addresses (no globs); `logits` among them when wanted. */
  readonly hooks: readonly HookName[];
  /** Positions whose logits are computed (the unembedding is a fifth of a small model); default all. */
  readonly logitPositions?: readonly number[];
  readonly interventions?: readonly Intervention[];
  /** Keys and values of earlier tokens, from `keepCache` of an earlier call with the same batch. */
  readonly cache?: KeyValueCache;
  readonly keepCache?: boolean;
}

/** `row` and `position` left out mean all of them. Positions count within this call's tokens. */
export type Intervention =
  /** Head output z ← gain·z + (1−gain)·baseline, baseline `[headWidth]`, default 0. */
  | {
      readonly kind: 'head';
      readonly layer: number;
      readonly head: number;
      readonly position?: number;
      readonly row?: number;
      readonly gain: number;
      readonly baseline?: Float32Array;
    }
  /** MLP output ← gain·out + (1−gain)·baseline, baseline `[width]`, default 0. */
  | {
      readonly kind: 'mlp';
      readonly layer: number;
      readonly position?: number;
      readonly row?: number;
      readonly gain: number;
      readonly baseline?: Float32Array;
    }
  /** The residual stream entering `layer` (hook_resid_pre; `layer === layers`: the last hook_resid_post) is replaced. */
  | {
      readonly kind: 'residual';
      readonly layer: number;
      readonly position: number;
      readonly row?: number;
      readonly value: Float32Array;
    }
  /** No query at `query` (all: left out) sees key position `key`, in any layer. */
  | { readonly kind: 'mask'; readonly query?: number; readonly key: number; readonly row?: number };

export interface ForwardResult {
  readonly hooks: ReadonlyMap<HookName, Tensor>;
  readonly cache?: KeyValueCache;
}

/** Opaque to callers; `length` tokens are in it, for `rows` batch rows. */
export interface KeyValueCache {
  readonly rows: number;
  readonly length: number;
  readonly layers: readonly { readonly key: Tensor; readonly value: Tensor }[]; // [batch, kvHead, token, headWidth]
}

export interface RawReadout {
  readonly top: readonly (readonly {
    readonly id: TokenId;
    readonly logit: number;
    readonly prob: number;
  }[])[];
  readonly asked: readonly (readonly { readonly logit: number; readonly prob: number }[])[];
  readonly entropy: readonly number[];
}

export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** Text ↔ tokens. */
export interface TextCodec {
  readonly vocab: number;
  readonly eos: readonly TokenId[];
  /** Special tokens the model expects at the start are added (BOS where the tokenizer says so). */
  encode(text: string): TokenId[];
  decode(ids: readonly TokenId[]): string;
  /** Text of each token alone; an unfinished UTF-8 sequence shows as U+FFFD. */
  pieces(ids: readonly TokenId[]): string[];
  /** @throws {ModelError} `no-chat-template` when the model has none */
  chat(messages: readonly ChatMessage[]): string;
  readonly hasChatTemplate: boolean;
}
