import type {
  AttributeRequest,
  GradientRequest,
  GradientResult,
  HeadInputs,
  HeadInputsRequest,
  Intervention,
  LensFit,
  LensWriting,
  ReadoutAsk,
  TokenTable,
} from '../../models/loaded.ts';
import type { ChatMessage } from '../../models/text-codec.ts';
import type { Attributed } from '../kernel/attributed.ts';
import type { HookName } from '../kernel/hooks.ts';
import type { Token, TokenId } from '../kernel/ids.ts';
import type { ModelFacts } from '../kernel/model.ts';
import type { Patch } from '../kernel/patch.ts';
import type { CallOptions } from '../kernel/progress.ts';
import type { Tensor } from '../kernel/tensor.ts';
import type { MetricDirection, Readout, Trace } from '../kernel/trace.ts';
import type { GuardTrip } from './sample-guard.ts';

export type { AttributeRequest, EmbeddingPoint, MetricTerm } from '../../models/loaded.ts';
export type { GuardTrip } from './sample-guard.ts';

/**
 * The one door to a model. The same interface in the same thread (tests), in a worker thread
 * (everything people use) and later behind a queue. Every call may be cancelled by its signal.
 *
 * @throws {EngineError} `cancelled`, `deadline`, `queue-full`, `closed`: the call was not or no longer waited for;
 *   `too-large`, `prompt-empty`, `request-invalid`: refused before any work;
 *   `worker-lost`, `out-of-memory`, `run-failed`, `logits-not-finite`: lost in it. Model errors pass through.
 */
export interface Runner {
  facts(options?: CallOptions): Promise<ModelFacts>;
  tokenize(text: string, options?: CallOptions): Promise<Token[]>;
  /** The model's chat template applied, ready for `tokenize`. */
  chat(messages: readonly ChatMessage[], options?: CallOptions): Promise<string>;
  /** Typed text in which nothing reads as a control token or a mark of the chat template. */
  plain(text: string, options?: CallOptions): Promise<string>;
  /** Texts of token ids that did not come from `tokenize` (answers, lens readings). */
  describe(ids: readonly TokenId[], options?: CallOptions): Promise<Token[]>;
  trace(request: TraceRequest, options?: CallOptions): Promise<Trace>;
  /** Many prompts (or one prompt under many interventions) as the rows of one run; hooks keep their batch axis. */
  traceBatch(request: BatchRequest, options?: CallOptions): Promise<ReadonlyMap<HookName, Tensor>>;
  /** Forwards and backwards in one run: see GradientRequest in models/loaded.ts. */
  gradients(request: GradientRequest, options?: CallOptions): Promise<GradientResult>;
  /** Scores of nodes, and of edges into the leading ones: see AttributeRequest in models/loaded.ts. */
  attribute(request: AttributeRequest, options?: CallOptions): Promise<Attributed>;
  readout(states: Tensor, ask: ReadoutRequest, options?: CallOptions): Promise<Readout>;
  /** What single heads write to the residual stream, `[N, width]`. */
  headWrites(picks: readonly HeadPick[], options?: CallOptions): Promise<Tensor>;
  /** What parts of the residual stream give to one head's query or key: see HeadInputsRequest in models/loaded.ts. */
  headInputs(request: HeadInputsRequest, options?: CallOptions): Promise<HeadInputs>;
  metricDirection(weights: ReadonlyMap<TokenId, number>, options?: CallOptions): Promise<MetricDirection>;
  outputGram(options?: CallOptions): Promise<Tensor>;
  /** Cosine of each token's row with every row of a table, `[N, vocab]`. */
  similarities(tokens: readonly TokenId[], table: TokenTable, options?: CallOptions): Promise<Tensor>;
  /** A linear lens fitted on what the model writes, kept in a file. */
  fitLens(request: LensFitRequest, options?: CallOptions): Promise<LensFit>;
  /** `[position × depth, width]`, depth fastest, as the linear lens in a file sees them; final states as they came. */
  mapStates(states: Tensor, file: string, options?: CallOptions): Promise<Tensor>;
  generate(
    request: GenerateRequest,
    /** `onToken`: each token once its text is settled; the texts of a row joined are the sample's text. */
    options?: CallOptions & { readonly onToken?: (row: number, token: Token) => void },
  ): Promise<Generation>;
  close(): Promise<void>;
}

/** See ReadoutAsk in models/loaded.ts; `bottom` defaults to 0, `tokens` to none. */
export type ReadoutRequest = Pick<ReadoutAsk, 'top' | 'bottom' | 'scales'> &
  Partial<Pick<ReadoutAsk, 'tokens'>>;

/** The model writes texts of its own, at temperature 1 and past their ends; the lens learns from every state on the way. */
export interface LensFitRequest extends LensWriting {
  /** Tokens that each text begins with; their states are left out, the first carries massive activations. */
  readonly start: readonly TokenId[];
  readonly samples: number;
  /** Tokens of each text. */
  readonly tokens: number;
  readonly seed: number;
}

export interface HeadPick {
  readonly layer: number;
  readonly head: number;
  /** `[headWidth]`, one position's hook_z. */
  readonly z: Float32Array;
}

export interface TraceRequest {
  readonly tokens: readonly TokenId[];
  readonly hooks: readonly HookName[];
  /** Adds `logits`, of all positions or `[B, 1, vocab]` of the last one. Left out: as `hooks` says, all. */
  readonly logits?: 'all' | 'last';
  readonly interventions?: readonly Intervention[];
}

export interface BatchRequest {
  readonly rows: readonly (readonly TokenId[])[];
  readonly hooks: readonly HookName[];
  readonly logits?: 'all' | 'last';
  /** Acts before the interventions; as many rows as `rows`. */
  readonly patch?: Patch;
  readonly interventions?: readonly Intervention[];
}

export interface GenerateRequest {
  readonly tokens: readonly TokenId[];
  readonly maxTokens: number;
  readonly samples?: number;
  readonly sampling: Sampling;
  /** End tokens are written like any other. */
  readonly pastEnd?: boolean;
  /** Generation ends at the model's end tokens (not part of the answer), or before a text in this list appears. */
  readonly stop?: readonly string[];
  /** `row` is the sample; positions count from the prompt's first token, and go on into what is written. */
  readonly interventions?: readonly Intervention[];
  /** No end token is drawn before so many are written; 0. */
  readonly minTokens?: number;
  /** They watch each sample by itself. */
  readonly guards?: readonly SamplingGuard[];
}

/**
 * Watches a text while it is written and acts from where it trips. Plain data, and deterministic: the same seed
 * and guards write the same.
 */
export interface SamplingGuard {
  /**
   * Over the last 64 tokens: `repetition` seq-rep-4 at or above the threshold, from the 5th token on; `entropy` the
   * mean entropy (nats) of the next token at or below it, from the 12th. `always`: tripped from the first on.
   */
  readonly watch: 'repetition' | 'entropy' | 'always';
  readonly threshold: number;
  /**
   * `watch` only tells; `stop` ends the sample; `penalise` makes less likely what was written, see penalty.ts;
   * `widen` raises temperature and top-p by a step each time it trips.
   */
  readonly action: 'watch' | 'stop' | 'penalise' | 'widen';
  /** Texts written before, which `penalise` counts as written. */
  readonly seen?: readonly (readonly TokenId[])[];
  /** Steps of `widen` that `always` begins with; 1. */
  readonly level?: number;
}

/** `temperature: 0` is greedy. The same seed gives the same tokens. */
export interface Sampling {
  readonly temperature: number;
  readonly topP?: number;
  readonly seed: number;
}

export interface Generation {
  readonly samples: readonly {
    readonly tokens: readonly Token[];
    readonly text: string;
    /** Log-probability (nats) of each token under the model at temperature 1. */
    readonly logProbs: readonly number[];
    /** Entropy (nats) of what each token was drawn from, under the model at temperature 1. */
    readonly entropies: readonly number[];
    readonly ended: 'end-token' | 'stop' | 'length' | 'guard';
    /** For each guard of the request whether it tripped, and where. */
    readonly trips: readonly (GuardTrip | null)[];
  }[];
}
