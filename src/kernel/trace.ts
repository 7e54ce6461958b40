import type { HookName } from './hooks.ts';
import type { Token } from './ids.ts';
import type { ModelFacts } from './model.ts';
import type { Tensor } from './tensor.ts';

/** One run of a model on one prompt: its tokens and the tensors that were asked for (batch axis kept, B = 1). */
export interface Trace {
  readonly model: ModelFacts;
  readonly tokens: readonly Token[];
  readonly hooks: ReadonlyMap<HookName, Tensor>;
}

/**
 * The residual direction of a metric, and how each head's z meets it.
 *
 * For a metric `Σ_t weight_t · logit_t`: `direction` is `γ ∘ Σ_t weight_t · W_U[:, t]`, before the
 * division by the final norm's scale; `heads[layer, head]` is `W_O[layer, head] · direction`, so that
 * `z · heads / scale` is what the head adds to the metric. `constant` collects what does not pass
 * through the residual stream (an unembedding bias).
 */
export interface MetricDirection {
  readonly direction: Float32Array; // [width]
  readonly heads: Tensor; // [layer, head, headWidth]
  readonly constant: number;
  /** `Σ_layers b_O · direction`: attention output biases, to be divided by the scale like every other write. */
  readonly biases: number;
}

/** Residual states read through the model's final norm and unembedding. */
export interface Readout {
  /** `[state][rank]`, logit descending. */
  readonly top: readonly (readonly Reading[])[];
  /** `[state][rank]`, logit ascending. */
  readonly bottom: readonly (readonly Reading[])[];
  /** `[state][asked token]`. */
  readonly asked: readonly (readonly Omit<Reading, 'token'>[])[];
  /** Entropy of each state's distribution, nats. */
  readonly entropy: readonly number[];
}

export interface Reading {
  readonly token: Token;
  readonly logit: number;
  readonly prob: number;
}
