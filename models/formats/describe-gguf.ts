import type { Family, ModelDescription, RopeDescription } from '../description.ts';
import { ModelError } from '../errors.ts';
import { checkedHeads, unknownFamily, unsupported } from './describe-config.ts';
import { llama3Divisors, unknownScaling } from './describe-rope.ts';
import type { GgufFile } from './gguf.ts';

/** `general.architecture`, the prefix of its keys too, and the family it is. */
const ARCHITECTURES: ReadonlyMap<string, Family> = new Map([
  ['llama', 'llama'],
  ['qwen2', 'qwen2'],
]);
const EMBEDDING = 'token_embd.weight';

/**
 * GGUF metadata as a description. (llama.cpp writes Mistral and SmolLM2 as `llama` too.)
 *
 * @param divisors  the values of `rope_freqs.weight` where the file has it
 * @throws {ModelError} `family-unsupported`, `config-invalid`, `config-unsupported`
 */
export function describeGguf(file: GgufFile, divisors?: Float32Array): ModelDescription {
  const architecture = String(file.metadata.get('general.architecture'));
  const family = ARCHITECTURES.get(architecture);
  if (family === undefined) throw unknownFamily(architecture, [...ARCHITECTURES.keys()], file.path);
  refuseUnsupported(file);
  const heads = count(file, '.attention.head_count');
  const width = count(file, '.embedding_length');
  const headWidth = count(file, '.attention.key_length', width / heads);
  const description = {
    family,
    layers: count(file, '.block_count', undefined, 1024),
    heads,
    kvHeads: count(file, '.attention.head_count_kv', heads),
    headWidth,
    width,
    mlpWidth: count(file, '.feed_forward_length'),
    vocab: vocabOf(file),
    context: Math.min(
      count(file, '.context_length', undefined, 2 ** 28),
      count(file, '.attention.sliding_window', 2 ** 28, 2 ** 28),
    ),
    normEpsilon: number(file, '.attention.layer_norm_rms_epsilon'),
    activation: 'silu' as const,
    rope: ropeOf(file, headWidth, divisors),
    tied: !file.tensors.has('output.weight'),
    qkvBias: family === 'qwen2' || file.tensors.has('blk.0.attn_q.bias'),
    attentionOutBias: file.tensors.has('blk.0.attn_output.bias'),
    mlpBias: file.tensors.has('blk.0.ffn_up.bias'),
    ...specialTokens(file),
  };
  return checkedHeads(description, file.path);
}

function refuseUnsupported(file: GgufFile): void {
  if (number(file, 'split.count', 0) > 1)
    throw unsupported('The file is one of several parts.', 'Join them: llama-gguf-split --merge.', file.path);
  if (number(file, '.expert_count', 0) > 0)
    throw unsupported('The model is a mixture of experts.', 'dotp reads dense models.', file.path);
  const heads = number(file, '.attention.head_count', 1);
  const width = number(file, '.attention.key_length', number(file, '.embedding_length', 1) / heads);
  if (number(file, '.rope.dimension_count', width) !== width)
    throw unsupported('Only a part of each head is rotated.', 'dotp rotates whole heads.', file.path);
  if (number(file, '.attention.value_length', width) !== width)
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
  const theta = number(file, '.rope.freq_base', 10_000);
  const type = file.metadata.get(keyOf(file, '.rope.scaling.type')) ?? 'none';
  if (divisors !== undefined) return llama3Of(divisors, headWidth, theta, file.path);
  if (type === 'none') return { theta };
  if (type !== 'linear') throw unknownScaling(String(type), file.path);
  return { theta, scaling: { type, factor: number(file, '.rope.scaling.factor') } };
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
  throw invalid(`${keyOf(file, key)} is ${value}.`, file.path);
}

function number(file: GgufFile, key: string, absent?: number): number {
  const full = keyOf(file, key);
  const value = file.metadata.get(full) ?? absent;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw invalid(value === undefined ? `${full} is missing.` : `${full} is not a number.`, file.path);
}

/** `.block_count` → `qwen2.block_count`: a key that begins with a dot is the architecture's own. */
const keyOf = ({ metadata }: GgufFile, key: string): string =>
  key.startsWith('.') ? `${String(metadata.get('general.architecture'))}${key}` : key;

const invalid = (what: string, where: string): ModelError =>
  new ModelError({ code: 'config-invalid', what, where, fix: 'The file is damaged: fetch it again.' });
