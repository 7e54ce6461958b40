import { ModelError } from '../errors.ts';
import type { GgufFile } from './gguf.ts';
import type { GgufTensor } from './gguf-tensors.ts';
import { quote } from './safetensors-header.ts';

/** GGUF's tensor names for the architectures llama and qwen2, and Hugging Face's. */
const TOP: Readonly<Record<string, string>> = {
  token_embd: 'model.embed_tokens',
  output_norm: 'model.norm',
  output: 'lm_head',
};

const LAYER: Readonly<Record<string, string>> = {
  attn_norm: 'input_layernorm',
  attn_q: 'self_attn.q_proj',
  attn_k: 'self_attn.k_proj',
  attn_v: 'self_attn.v_proj',
  attn_output: 'self_attn.o_proj',
  ffn_norm: 'post_attention_layernorm',
  ffn_gate: 'mlp.gate_proj',
  ffn_up: 'mlp.up_proj',
  ffn_down: 'mlp.down_proj',
};

/** `blk.3.attn_q.weight` → `model.layers.3.self_attn.q_proj.weight`; undefined for a name the architecture does not have. */
function huggingFaceName(name: string): string | undefined {
  const top = /^(\w+)\.(weight|bias)$/.exec(name);
  if (top?.[1] !== undefined) return joined(own(TOP, top[1]), top[2]);
  const layer = /^blk\.(\d+)\.(\w+)\.(weight|bias)$/.exec(name);
  if (layer?.[2] === undefined) return undefined;
  const part = own(LAYER, layer[2]);
  return part && joined(`model.layers.${Number(layer[1])}.${part}`, layer[3]);
}

/** Divisors of the rotary frequencies; a part of the description, not a weight. */
export const ROPE_DIVISORS = 'rope_freqs.weight';

/**
 * The tensors of a GGUF file under Hugging Face's names.
 *
 * @throws {ModelError} `config-unsupported` for a tensor that the architecture does not have: leaving it
 *   out would give another model's numbers
 */
export function ggufByHuggingFaceName({ path, tensors }: GgufFile): ReadonlyMap<string, GgufTensor> {
  const weights = [...tensors.values()].filter(({ name }) => name !== ROPE_DIVISORS);
  return new Map(
    weights.map((tensor) => {
      const name = huggingFaceName(tensor.name);
      if (name !== undefined) return [name, tensor];
      throw new ModelError({
        code: 'config-unsupported',
        what: `The tensor ${quote(tensor.name)} has no place in this architecture.`,
        where: path,
        fix: 'dotp would compute without it and be wrong: take another file of the model.',
      });
    }),
  );
}

/**
 * Query and key rows of the architecture llama lie interleaved in GGUF (see half-split.ts); llama.cpp
 * rotates qwen2 by halves, so its rows lie as Hugging Face's.
 */
export const isInterleaved = ({ metadata }: GgufFile, huggingFace: string): boolean =>
  metadata.get('general.architecture') === 'llama' && /\.self_attn\.[qk]_proj\./.test(huggingFace);

const own = (table: Readonly<Record<string, string>>, key: string): string | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;

const joined = (part: string | undefined, kind: string | undefined): string | undefined =>
  part && kind && `${part}.${kind}`;
