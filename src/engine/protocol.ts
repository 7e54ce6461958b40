import type {
  AttributeRequest,
  GradientRequest,
  GradientResult,
  HeadInputs,
  HeadInputsRequest,
  LensFit,
  LoadedModel,
  TokenTable,
} from '../../models/loaded.ts';
import type { ChatMessage } from '../../models/text-codec.ts';
import type { Attributed } from '../kernel/attributed.ts';
import type { HookName } from '../kernel/hooks.ts';
import type { Token, TokenId } from '../kernel/ids.ts';
import type { ModelFacts } from '../kernel/model.ts';
import type { CallOptions, Progress } from '../kernel/progress.ts';
import type { Tensor } from '../kernel/tensor.ts';
import type { MetricDirection, Readout, Trace } from '../kernel/trace.ts';
import type {
  BatchRequest,
  GenerateRequest,
  Generation,
  HeadPick,
  LensFitRequest,
  ReadoutRequest,
  TraceRequest,
} from './runner.ts';
import type { RunLimits } from './runner-over.ts';
import type { WireError } from './wire-error.ts';

/** What is asked of the worker, and what it answers. All of it is plain data. */
export interface Calls {
  tokenize: { ask: string; answer: Token[] };
  chat: { ask: readonly ChatMessage[]; answer: string };
  plain: { ask: string; answer: string };
  describe: { ask: readonly TokenId[]; answer: Token[] };
  trace: { ask: TraceRequest; answer: Trace };
  traceBatch: { ask: BatchRequest; answer: ReadonlyMap<HookName, Tensor> };
  gradients: { ask: GradientRequest; answer: GradientResult };
  attribute: { ask: AttributeRequest; answer: Attributed };
  readout: { ask: { states: Tensor; ask: ReadoutRequest }; answer: Readout };
  headWrites: { ask: readonly HeadPick[]; answer: Tensor };
  headInputs: { ask: HeadInputsRequest; answer: HeadInputs };
  metricDirection: { ask: ReadonlyMap<TokenId, number>; answer: MetricDirection };
  outputGram: { ask: null; answer: Tensor };
  similarities: { ask: { tokens: readonly TokenId[]; table: TokenTable }; answer: Tensor };
  fitLens: { ask: LensFitRequest; answer: LensFit };
  mapStates: { ask: { states: Tensor; file: string }; answer: Tensor };
  generate: { ask: GenerateRequest; answer: Generation };
}

export type CallName = keyof Calls;

/** `{ name: 'chat', ask: ChatMessage[] } | { name: 'trace', … } | …`; with a name, that one. */
export type Call<Name extends CallName = CallName> = {
  [Each in Name]: { readonly name: Each; readonly ask: Calls[Each]['ask'] };
}[Name];

/** Loading is call 0. */
export const LOADING = 0;

export type ToWorker<Name extends CallName = CallName> =
  | { readonly type: 'call'; readonly id: number; readonly call: Call<Name> }
  | { readonly type: 'cancel'; readonly id: number }
  | { readonly type: 'close' };

export type FromWorker<Answer> =
  | { readonly type: 'progress'; readonly id: number; readonly progress: Progress }
  | { readonly type: 'token'; readonly id: number; readonly row: number; readonly token: Token }
  | { readonly type: 'answer'; readonly id: number; readonly answer: Answer }
  | { readonly type: 'failed'; readonly id: number; readonly error: WireError };

/** The answer to loading. */
export type Loaded = ModelFacts;

/** What a loader module exports as `load`. */
export type Loader<Data> = (data: Data, options: CallOptions) => Promise<LoadedModel>;

export interface WorkerStart<Data = unknown> {
  /** URL of the module that exports `load: Loader`. */
  readonly loader: string;
  /** Handed to `load` as it is; plain data. */
  readonly data: Data;
  readonly limits: RunLimits;
}
