/**
 * Models known by name: what they are called, where they come from, what they need.
 *
 * Any other model of the Hub, of a family that dotp reads, can be asked for by its id; this list only
 * spares looking ids up and says beforehand what a download costs. Sizes follow from the shape.
 */
import type { ModelDescription } from '../description.ts';

export type ModelShape = Pick<
  ModelDescription,
  | 'layers'
  | 'width'
  | 'heads'
  | 'kvHeads'
  | 'headWidth'
  | 'mlpWidth'
  | 'vocab'
  | 'tied'
  | 'context'
  | 'qkvBias'
>;

export interface KnownModel {
  readonly name: string;
  /** Id on the Hugging Face Hub; absent for the model in this repository. */
  readonly hub?: string;
  /** Absent for the model in this repository: its files say. */
  readonly shape?: ModelShape;
  readonly licence: string;
  /** The Hub hands the files out only to an account that accepted the licence. */
  readonly gated: boolean;
  readonly about: string;
}

export const DEFAULT_MODEL = 'SmolLM2-135M-Instruct';
export const SHIPPED_MODEL = 'shipped';

const smol135 = shape([30, 576, 9, 3, 64, 1536, 49152, 8192], true);
const smol360 = shape([32, 960, 15, 5, 64, 2560, 49152, 8192], true);
const smol1700 = shape([24, 2048, 32, 32, 64, 8192, 49152, 8192], true);
const tinyLlama = shape([22, 2048, 32, 4, 64, 5632, 32000, 2048], false);
const llama1 = shape([16, 2048, 32, 8, 64, 8192, 128256, 131072], true);
const llama3 = shape([28, 3072, 24, 8, 128, 8192, 128256, 131072], true);
const llama8 = shape([32, 4096, 32, 8, 128, 14336, 128256, 131072], false);
const mistral = shape([32, 4096, 32, 8, 128, 14336, 32768, 32768], false);
const qwen05 = shape([24, 896, 14, 2, 64, 4864, 151936, 32768], true, true);

export const catalogue: readonly KnownModel[] = [
  open(
    DEFAULT_MODEL,
    `HuggingFaceTB/${DEFAULT_MODEL}`,
    smol135,
    'Apache-2.0',
    'the default: small, and it chats',
  ),
  open('SmolLM2-135M', 'HuggingFaceTB/SmolLM2-135M', smol135, 'Apache-2.0', 'the same before chat training'),
  open('SmolLM2-360M-Instruct', 'HuggingFaceTB/SmolLM2-360M-Instruct', smol360, 'Apache-2.0', 'a step up'),
  open('SmolLM2-360M', 'HuggingFaceTB/SmolLM2-360M', smol360, 'Apache-2.0', 'the same before chat training'),
  open(
    'SmolLM2-1.7B-Instruct',
    'HuggingFaceTB/SmolLM2-1.7B-Instruct',
    smol1700,
    'Apache-2.0',
    'knows much more',
  ),
  open('SmolLM2-1.7B', 'HuggingFaceTB/SmolLM2-1.7B', smol1700, 'Apache-2.0', 'the same before chat training'),
  open(
    'TinyLlama-1.1B-Chat',
    'TinyLlama/TinyLlama-1.1B-Chat-v1.0',
    tinyLlama,
    'Apache-2.0',
    "Llama 2's shape, small",
  ),
  open('Qwen2.5-0.5B-Instruct', 'Qwen/Qwen2.5-0.5B-Instruct', qwen05, 'Apache-2.0', 'small, many languages'),
  open('Qwen2.5-0.5B', 'Qwen/Qwen2.5-0.5B', qwen05, 'Apache-2.0', 'the same before chat training'),
  gated('Llama-3.2-1B', 'meta-llama/Llama-3.2-1B', llama1, 'Llama 3.2', 'gated'),
  gated('Llama-3.2-1B-Instruct', 'meta-llama/Llama-3.2-1B-Instruct', llama1, 'Llama 3.2', 'gated, chats'),
  gated('Llama-3.2-3B', 'meta-llama/Llama-3.2-3B', llama3, 'Llama 3.2', 'gated'),
  gated('Llama-3.1-8B', 'meta-llama/Llama-3.1-8B', llama8, 'Llama 3.1', 'gated, for large machines'),
  open('Mistral-7B', 'mistralai/Mistral-7B-v0.3', mistral, 'Apache-2.0', 'for large machines'),
  {
    name: SHIPPED_MODEL,
    licence: 'MIT',
    gated: false,
    about: 'in this repository: a closed little world with known mechanisms, works with no network',
  },
];

/** Weights of a model of this shape; of biases only those of queries, keys and values. */
export function parameterCount({
  layers,
  width,
  heads,
  kvHeads,
  headWidth,
  mlpWidth,
  vocab,
  tied,
  qkvBias,
}: ModelShape): number {
  const attention = width * headWidth * (2 * heads + 2 * kvHeads);
  const biases = qkvBias ? headWidth * (heads + 2 * kvHeads) : 0;
  const layer = attention + biases + 3 * width * mlpWidth + 2 * width;
  return vocab * width * (tied ? 1 : 2) + layers * layer + width;
}

/** Bytes of the published 16-bit files. */
export function downloadBytes(shape: ModelShape): number {
  return 2 * parameterCount(shape);
}

/** Bytes of memory a full trace may take at its peak: weights as float32 twice (file and packed) and 400 MB beside. */
export function peakMemoryBytes(shape: ModelShape): number {
  return 8 * parameterCount(shape) + 400e6;
}

/** By name or Hub id, in any letter case. */
export function knownModel(name: string): KnownModel | undefined {
  const wanted = name.toLowerCase();
  return catalogue.find(
    (model) => model.name.toLowerCase() === wanted || model.hub?.toLowerCase() === wanted,
  );
}

type Numbers = readonly [number, number, number, number, number, number, number, number];

function shape(
  [layers, width, heads, kvHeads, headWidth, mlpWidth, vocab, context]: Numbers,
  tied: boolean,
  qkvBias = false,
): ModelShape {
  return { layers, width, heads, kvHeads, headWidth, mlpWidth, vocab, context, tied, qkvBias };
}

function open(name: string, hub: string, modelShape: ModelShape, licence: string, about: string): KnownModel {
  return { name, hub, shape: modelShape, licence, gated: false, about };
}

function gated(
  name: string,
  hub: string,
  modelShape: ModelShape,
  licence: string,
  about: string,
): KnownModel {
  return { ...open(name, hub, modelShape, licence, about), gated: true };
}
