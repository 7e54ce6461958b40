import type { LayerHook, TOP_HOOKS } from '../../src/kernel/hooks.ts';
import type { ModelDescription } from '../description.ts';
import type { Value } from '../graph/builder.ts';

/**
 * One architecture, declared: the forward pass as a reader of the paper would write it, with every
 * hook named where its tensor is made. Everything else (inputs, interventions at the residual
 * stream, the cache, side graphs) is the same for all families and lives in `models/graph`.
 */
export interface Family {
  readonly name: string;
  /** Weights that other graphs read too. */
  readonly weights: {
    /** `[V, D]`, what `embed` looks tokens up in. */
    readonly embedding: string;
    /** `[V, D]` */
    unembedding(model: ModelDescription): string;
    /** γ of the final norm, `[D]` */
    readonly finalGain: string;
    /** W_O of a layer, `[D, H·dh]` */
    attentionOut(layer: number): string;
    /** Its bias, `[D]`, where the model has one. */
    attentionOutBias(layer: number, model: ModelDescription): string | undefined;
    /** W_Q, W_K or W_V of a layer, `[heads · dh, D]`, its bias where the model has one, and γ of the norm before it. */
    attentionIn(
      layer: number,
      side: 'query' | 'key' | 'value',
      model: ModelDescription,
    ): { readonly weight: string; readonly bias: string | undefined; readonly gain: string };
    /** Biases of an MLP's gate and ungated half, `[F]`, and of its output, `[D]`, where the model has some. */
    mlpBias(layer: number, part: 'gate' | 'up' | 'down', model: ModelDescription): string | undefined;
  };
  /** The residual stream before the first layer. */
  embed(g: FamilyOps): Value;
  /** One layer: from the stream that enters it to the stream that leaves it. */
  block(g: FamilyOps, stream: Value, layer: number): Value;
  /** The stream after the last layer, normalised for the unembedding. */
  final(g: FamilyOps, stream: Value): Value;
}

/**
 * What a declaration may say. An activation has one row a token: `[N, columns]`, N = batch · tokens;
 * heads lie side by side in the columns.
 */
export interface FamilyOps {
  readonly model: ModelDescription;
  /** Rows of a table for the token ids, `[N, D]`. */
  lookup(table: string): Value;
  /** x Wᵀ (+ b): reads `<name>.weight` `[out, in]` as it lies, and `<name>.bias` when there is one. */
  linear(x: Value, name: string, bias: boolean): Value;
  /** γ ∘ x / √(mean(x²) + ε) (Zhang & Sennrich 2019); the divisor is the scale hook. */
  rmsNorm(x: Value, gain: string, scale: HookTail): Value;
  /** Rotary position embedding over half-split pairs (Su 2021), `[N, heads · dh]`. */
  rotate(x: Value): Value;
  /** softmax(q · kᵀ / √dh + mask) over all keys so far, `[B, H, T, S]`. Key head ⌊h/g⌋ serves head h. */
  attend(queries: Value, keys: Value): Value;
  /** What each head reads, pattern · v, `[N, H · dh]`. */
  read(pattern: Value, values: Value): Value;
  add(a: Value, b: Value): Value;
  multiply(a: Value, b: Value): Value;
  /** x · σ(x) */
  silu(x: Value): Value;
  /** Names a tensor; inside a block below `blocks.<layer>.`. */
  hook(name: HookTail, x: Value): Value;
  /** Where `--set` and ablations act: x ← gain · x + add. Heads: on z; MLP: on its output. */
  edit(site: 'head' | 'mlp', x: Value): Value;
}

export type HookTail = LayerHook | (typeof TOP_HOOKS)[number];
