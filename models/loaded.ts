import type { Attributed } from '../src/kernel/attributed.ts';
import type { HookName } from '../src/kernel/hooks.ts';
import type { TokenId } from '../src/kernel/ids.ts';
import type { ModelFacts } from '../src/kernel/model.ts';
import type { NodeValues, Patch } from '../src/kernel/patch.ts';
import type { CallOptions } from '../src/kernel/progress.ts';
import type { Tensor } from '../src/kernel/tensor.ts';
import type { MetricDirection } from '../src/kernel/trace.ts';
import type { TextCodec } from './text-codec.ts';

/** A model whose weights are in a session: what the engine's worker owns. All calls on one model run one after another. */
export interface LoadedModel {
  readonly facts: ModelFacts;
  readonly text: TextCodec;
  /**
   * One run of the graph.
   * @throws {ModelError} `prompt-too-long` before memory is spent, `hook-unknown`, `rows-unequal`, `token-outside-vocabulary`
   */
  forward(request: ForwardRequest): Promise<ForwardResult>;
  /**
   * One run forwards and backwards: the gradient of a metric, a mixture of token logits, at any hook.
   * Its session opens at the first call.
   * @throws {ModelError} as `forward`; `metric-invalid`, `gradient-undefined`
   */
  gradients(request: GradientRequest): Promise<GradientResult>;
  /**
   * Scores of every node and embedding, and of the edges into the leading nodes.
   * @throws {ModelError} as `gradients`; `attribution-invalid`
   */
  attribute(request: AttributeRequest): Promise<Attributed>;
  /** Vocabulary read from states `[N, width]`, see ReadoutAsk. Rows are independent of each other. */
  readout(states: Float32Array, ask: ReadoutAsk): Promise<RawReadout>;
  /** `z · W_O` of single heads, `[N, width]`: what each writes to the residual stream (one row of hook_result). */
  headWrites(
    picks: readonly { readonly layer: number; readonly head: number; readonly z: Float32Array }[],
  ): Promise<Tensor>;
  /** What parts of the residual stream give to one head's query or key; see HeadInputsRequest. */
  headInputs(request: HeadInputsRequest): Promise<HeadInputs>;
  /** `γ ∘ Σ weight · W_U[:, token]` and `W_O · direction` for every head; see MetricDirection. */
  metricDirection(weights: ReadonlyMap<TokenId, number>): Promise<MetricDirection>;
  /** `W_O[h] W_O[h]ᵀ` for every head, `[layer, head, headWidth, headWidth]`: ‖z W_O‖ from z alone. Computed once. */
  outputGram(): Promise<Tensor>;
  /** Cosine of each token's row with every row of a table, `[N, vocab]`. */
  similarities(tokens: readonly TokenId[], table: TokenTable): Promise<Tensor>;
  /** Begins to fit a linear lens; close it when done. */
  lensFitting(): Promise<LensFitting>;
  /**
   * States `[N · (depths + 1), D]`, every residual state of each position in depth order, as the lens in
   * a file sees them; the final ones as they came.
   * @throws {ModelError} `states-misshapen`, `lens-unfit`, of reading the file
   */
  mapStates(states: Tensor, file: string): Promise<Tensor>;
  close(): Promise<void>;
}

/** A linear lens in the making: ridge regression of the final state on the one at each depth (Din 2303.09435). */
export interface LensFitting {
  /** Learns from the residual states of a run (`residualHooks`), `[B, T, D]` each. */
  add(run: ReadonlyMap<HookName, Tensor>): Promise<void>;
  /**
   * Solves for the maps and writes them to a file, which appears whole or not at all.
   * @throws the signal's reason, between depths; {RangeError} when states were not finite
   */
  write(request: LensWriting, options: CallOptions): Promise<LensFit>;
  close(): Promise<void>;
}

export interface LensWriting {
  /** λ over the mean of the diagonal of the centred Gram matrix. */
  readonly ridge: number;
  /** The safetensors file to write. */
  readonly file: string;
  /** Written into the file's metadata. */
  readonly about: Readonly<Record<string, string>>;
}

export interface LensFit {
  /** States of each depth it was fitted on. */
  readonly states: number;
  /** Maps: of the embedding and both halves of every layer but the last. */
  readonly depths: number;
}

/** What tokens enter by, and what they are read with. */
export type TokenTable = 'embedding' | 'unembedding';

export interface ForwardRequest {
  /** `[batch][token]`, rows of equal length. */
  readonly tokens: readonly (readonly TokenId[])[];
  /** Exact addresses (no globs); `logits` among them when wanted. */
  readonly hooks: readonly HookName[];
  /** Positions whose logits are computed (the unembedding is a fifth of a small model); default all. */
  readonly logitPositions?: readonly number[];
  /** Acts before the interventions; its rows are those of `tokens`. */
  readonly patch?: Patch;
  readonly interventions?: readonly Intervention[];
  /** Keys and values of earlier tokens, from `keepCache` of an earlier call with the same batch. */
  readonly cache?: KeyValueCache;
  readonly keepCache?: boolean;
  /** Where those of `cache` and this run's are laid behind one another, instead of in memory of their own. */
  readonly cacheRoom?: CacheRoom;
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
  /** No query at `query`, or none from position `from` on, or none at all (both left out) sees key position `key`, in any layer. */
  | {
      readonly kind: 'mask';
      readonly query?: number;
      readonly from?: number;
      readonly key: number;
      readonly row?: number;
    };

export interface ForwardResult {
  readonly hooks: ReadonlyMap<HookName, Tensor>;
  readonly cache?: KeyValueCache;
}

/**
 * How a gradient goes back. `exact`: the derivative, as an autograd engine has it. `frozen`: attention
 * patterns, norm scales and activation ratios of the run are constants and a product gives each factor
 * half (RelP), so that what is written times its gradient adds up to the metric over any cut.
 */
export type GradientRules = 'exact' | 'frozen';

export interface GradientRequest {
  /** `[batch][token]`, rows of equal length. */
  readonly tokens: readonly (readonly TokenId[])[];
  /** `[batch]`: each row's metric is Σ weight · logit of `token` at `position`; no term at all is the metric 0. */
  readonly metric: readonly (readonly MetricTerm[])[];
  readonly rules: GradientRules;
  /** Hooks of the forward pass, as in ForwardRequest; from the same run. */
  readonly hooks: readonly HookName[];
  /** Hooks at which the gradient is wanted. */
  readonly gradients: readonly HookName[];
  readonly logitPositions?: readonly number[];
  /** By row: where on the line between two prompts' embeddings it starts; left out, at the tokens' own. */
  readonly line?: readonly EmbeddingPoint[];
  /** Both act as in `forward`; a gradient at a hook is at its value after the intervention. */
  readonly patch?: Patch;
  readonly interventions?: readonly Intervention[];
}

/** The point `(1 − share) · E[from] + share · E[tokens]` at every position (EAP-IG averages over several). */
export interface EmbeddingPoint {
  /** As many tokens as the row has. */
  readonly from: readonly TokenId[];
  /** 1: the row's own tokens. */
  readonly share: number;
}

export interface MetricTerm {
  readonly token: TokenId;
  readonly position: number;
  readonly weight: number;
}

export interface GradientResult {
  readonly hooks: ReadonlyMap<HookName, Tensor>;
  /** By the hook's own name, in the hook's own shape; `logits` at all positions. */
  readonly gradients: ReadonlyMap<HookName, Tensor>;
  /** `[batch]`, the metric's value in this run. */
  readonly metric: Float32Array;
  /** What a reply must say of it: that the way back ran elsewhere than the model does. */
  readonly notes?: readonly string[];
}

/**
 * Which nodes made a metric, and through which others: node attribution patching, its gradient
 * averaged over points between two prompts (EAP-IG, Hanna 2403.17806), or under the frozen rules.
 */
export interface AttributeRequest {
  readonly tokens: readonly TokenId[];
  /** Σ weight · logit, as in GradientRequest. */
  readonly metric: readonly MetricTerm[];
  readonly rules: GradientRules;
  /** Where the gradient is taken; left out: at the prompt alone. */
  readonly points?: readonly EmbeddingPoint[];
  /** What nodes put out in the counterfactual, and its tokens (several versions: the mean); scores are of the difference. Left out: of all they put out. */
  readonly baseline?: { readonly values: NodeValues; readonly rows: readonly (readonly TokenId[])[] };
  /**
   * Edges into the leading nodes by |score|, of one kind only where it is named, and into the logit.
   * Memory does not grow with `top` but for the list (at most 200 000 edges, more are refused); it grows
   * with points × tokens × layers, every tensor an edge is made from being kept until nodes are chosen.
   */
  readonly edges?: {
    /** A number from 0; more than there are means all that score anything. */
    readonly top: number;
    readonly only?: 'heads' | 'mlps';
    /** Whose edges: the nodes of largest |score|, or a set that carries the metric by itself (against a baseline only). */
    readonly choose?: 'score' | 'circuit';
  };
}

/** States that enter one head's query or key, with the norm's scales of a run held fixed: a linear map, so parts add up. */
export interface HeadInputsRequest {
  readonly layer: number;
  /** The looking head, counted among all query heads; its keys are those of key head ⌊h/g⌋. */
  readonly head: number;
  readonly side: 'query' | 'key';
  /** `[N, width]`: whatever lies in the residual stream before the layer. */
  readonly states: Tensor;
  /** `[N]`: ln1.hook_scale each is divided by. */
  readonly scales: readonly number[];
  /** `[N]`: where each stands, for the rotation. */
  readonly positions: readonly number[];
}

/** `[N, headWidth]` each, rotated: inputs of a whole state and bias add up to its hook_rot_q or hook_rot_k. */
export interface HeadInputs {
  /** `(γ ∘ state / scale) · W`, without bias. */
  readonly inputs: Tensor;
  /** b_Q or b_K; zeros where the model has none. */
  readonly bias: Tensor;
  /** `(γ ∘ Σ b_O / scale) · W` over the layers before: output biases lie in the stream and are no head's. */
  readonly earlierBias: Tensor;
}

/** Opaque to callers; `length` tokens are in it, for `rows` batch rows. */
export interface KeyValueCache {
  readonly rows: number;
  readonly length: number;
  readonly layers: readonly { readonly key: Tensor; readonly value: Tensor }[]; // [batch, kvHead, token, headWidth]
}

/**
 * By layer, memory for as many keys and values as are to be kept, or more: fresh memory is dear, the
 * system hands it out page by page. A cache lies in it until another run is given the room; a run may
 * not be given the room that its own `cache` lies in.
 */
export type CacheRoom = readonly { readonly key: Float32Array; readonly value: Float32Array }[];

export interface ReadoutAsk {
  /** Words kept at the top of each row. */
  readonly top: number;
  /** Words kept at the bottom, default 0. */
  readonly bottom?: number;
  readonly tokens: readonly TokenId[];
  /**
   * Left out: the final norm's scale is recomputed for each state (logit lens). Given, `[N]`: each
   * state is divided by this scale instead, a linear map (what a component adds to the logits).
   */
  readonly scales?: readonly number[];
}

export interface RawReadout {
  readonly top: readonly (readonly RawReading[])[];
  readonly bottom: readonly (readonly RawReading[])[];
  readonly asked: readonly (readonly Omit<RawReading, 'id'>[])[];
  /** nats */
  readonly entropy: readonly number[];
}

export interface RawReading {
  readonly id: TokenId;
  readonly logit: number;
  readonly prob: number;
}
