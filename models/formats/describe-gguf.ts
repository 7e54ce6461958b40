import type { ModelDescription, RopeDescription } from '../description.ts';
import { ModelError } from '../errors.ts';
import { checkedHeads, unknownFamily, unsupported } from './describe-config.ts';
import { llama3Divisors, unknownScaling } from './describe-rope.ts';
import type { GgufFile } from './gguf.ts';

const SUPPORTED = ['llama'];
const EMBEDDING = 'token_embd.weight';

/**
 * GGUF metadata as a description. (llama.cpp writes Mistral and SmolLM2 as `llama` too.)
 *
 * @param divisors  the values of `rope_freqs.weight` where the file has it
 * @throws {ModelError} `family-unsupported`, `config-invalid`, `config-unsupported`
 */
export function describeGguf(file: GgufFile, divisors?: Float32Array): ModelDescription {
  const architecture = file.metadata.get('general.architecture');
  if (typeof architecture !== 'string' || !SUPPORTED.includes(architecture))
    throw unknownFamily(String(architecture), SUPPORTED, file.path);
  refuseUnsupported(file);
  const heads = count(file, 'llama.attention.head_count');
  const width = count(file, 'llama.embedding_length');
  const headWidth = count(file, 'llama.attention.key_length', width / heads);
  const description = {
    family: 'llama' as const,
    layers: count(file, 'llama.block_count', undefined, 1024),
    heads,
    kvHeads: count(file, 'llama.attention.head_count_kv', heads),
    headWidth,
    width,
    mlpWidth: count(file, 'llama.feed_forward_length'),
    vocab: vocabOf(file),
    context: Math.min(
      count(file, 'llama.context_length', undefined, 2 ** 28),
      count(file, 'llama.attention.sliding_window', 2 ** 28, 2 ** 28),
    ),
    normEpsilon: number(file, 'llama.attention.layer_norm_rms_epsilon'),
    activation: 'silu' as const,
    rope: ropeOf(file, headWidth, divisors),
    tied: !file.tensors.has('output.weight'),
    attentionBias: file.tensors.has('blk.0.attn_q.bias'),
    mlpBias: file.tensors.has('blk.0.ffn_up.bias'),
    ...specialTokens(file),
  };
  return checkedHeads(description, file.path);
}

function refuseUnsupported(file: GgufFile): void {
  if (number(file, 'split.count', 0) > 1)
    throw unsupported('The file is one of several parts.', 'Join them: llama-gguf-split --merge.', file.path);
  if (number(file, 'llama.expert_count', 0) > 0)
    throw unsupported('The model is a mixture of experts.', 'dotp reads dense models.', file.path);
  const heads = number(file, 'llama.attention.head_count', 1);
  const width = number(file, 'llama.attention.key_length', number(file, 'llama.embedding_length', 1) / heads);
  if (number(file, 'llama.rope.dimension_count', width) !== width)
    throw unsupported('Only a part of each head is rotated.', 'dotp rotates whole heads.', file.path);
  if (number(file, 'llama.attention.value_length', width) !== width)
    throw unsupported('Keys and values differ in width.', 'dotp reads heads of one width.', file.path);
}

/** The embedding table has the last word; a `vocab_size` that differs is padding the writer cut off. */
function vocabOf(file: GgufFile): number {
  const rows = file.tensors.get(EMBEDDING)?.shape[0];
  if (rows !== undefined && rows > 0) return rows;
  throw new ModelError({
    code: 'tensor-missing',
    what: `The file lacks ${EMBEDDING}.`,
    where: file.path,
    fix: 'It holds a vocabulary or an adapter, not a model: take another one.',
  });
}

function ropeOf(file: GgufFile, headWidth: number, divisors?: Float32Array): RopeDescription {
  const theta = number(file, 'llama.rope.freq_base', 10_000);
  const type = file.metadata.get('llama.rope.scaling.type') ?? 'none';
  if (divisors !== undefined) return llama3Of(divisors, headWidth, theta, file.path);
  if (type === 'none') return { theta };
  if (type !== 'linear') throw unknownScaling(String(type), file.path);
  return { theta, scaling: { type, factor: number(file, 'llama.rope.scaling.factor') } };
}

/** The constants Llama 3.1 and 3.2 were published with; GGUF keeps only what follows from them. */
const LLAMA3 = {
  type: 'llama3',
  lowFrequencyFactor: 1,
  highFrequencyFactor: 4,
  originalContext: 8192,
} as const;

/** llama3 scaling recognised by its divisors: accepted only if these constants give exactly what the file holds. */
function llama3Of(found: Float32Array, headWidth: number, theta: number, path: string): RopeDescription {
  const scaling = { ...LLAMA3, factor: found.reduce((most, n) => Math.max(most, n), 1) };
  const made = llama3Divisors(headWidth, theta, scaling);
  const same = made.length === found.length && made.every((n, i) => Math.abs(n / (found[i] ?? 0) - 1) < 1e-4);
  if (!same) throw unknownScaling('rope_freqs of unknown origin', path);
  return scaling.factor === 1 ? { theta } : { theta, scaling };
}

function specialTokens({ metadata }: GgufFile): Pick<ModelDescription, 'bos' | 'eos'> {
  const id = (name: string) => {
    const value = metadata.get(`tokenizer.ggml.${name}_token_id`);
    return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? [value] : [];
  };
  const [bos] = id('bos');
  return { ...(bos === undefined ? {} : { bos }), eos: [...new Set([...id('eos'), ...id('eot')])] };
}

function count(file: GgufFile, key: string, absent?: number, limit = 2 ** 22): number {
  const value = number(file, key, absent);
  if (Number.isInteger(value) && value >= 1 && value <= limit) return value;
  throw invalid(`${key} is ${value}.`, file.path);
}

function number(file: GgufFile, key: string, absent?: number): number {
  const value = file.metadata.get(key) ?? absent;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw invalid(value === undefined ? `${key} is missing.` : `${key} is not a number.`, file.path);
}

const invalid = (what: string, where: string): ModelError =>
  new ModelError({ code: 'config-invalid', what, where, fix: 'The file is damaged: fetch it again.' });
