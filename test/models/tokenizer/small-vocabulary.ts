import type { GgufFile } from '../../../models/formats/gguf.ts';
import type { GgufValue } from '../../../models/formats/gguf-values.ts';
import { vocabulary } from './token-goldens.ts';

/** GGUF metadata of the small golden vocabulary, cut as named; `more` replaces or adds keys. */
export function smallGgufVocabulary(pre: string, more: Readonly<Record<string, GgufValue>> = {}): GgufFile {
  const { tokens, merges, special } = vocabulary;
  const metadata = new Map<string, GgufValue>([
    ['tokenizer.ggml.model', 'gpt2'],
    ['tokenizer.ggml.pre', pre],
    ['tokenizer.ggml.tokens', tokens],
    ['tokenizer.ggml.merges', merges],
    ['tokenizer.ggml.token_type', Int32Array.from(tokens, (_, id) => (id < special ? 3 : 1))],
    ['tokenizer.ggml.bos_token_id', 0],
    ['tokenizer.ggml.eos_token_id', 2],
    ...Object.entries(more),
  ]);
  return { path: 'small.gguf', version: 3, metadata, tensors: new Map() };
}
