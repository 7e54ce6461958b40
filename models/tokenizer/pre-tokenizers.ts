/** How a vocabulary cuts text before its merges apply, under the name GGUF keeps in `tokenizer.ggml.pre`. */
export interface PreTokenizer {
  readonly rule: unknown;
  readonly normalizer: unknown;
  /** A whole word in the vocabulary is one token, whatever the merges say. */
  readonly ignoreMerges: boolean;
  /** The opening token is added where the file does not say. */
  readonly addsBos: boolean;
}

const BYTES_ONLY = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: false };
const GPT2 = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true };

const sequence = (...pretokenizers: readonly unknown[]) => ({ type: 'Sequence', pretokenizers });

const pattern = (regex: string) => ({
  type: 'Split',
  pattern: { Regex: regex },
  behavior: 'Isolated',
  invert: false,
});

/** Contractions, words, numbers (here the two differ), signs, line ends, spaces. */
const words = (numbers: string): string =>
  `(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|${numbers}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+`;

const LLAMA3: PreTokenizer = {
  rule: sequence(pattern(words('\\p{N}{1,3}')), BYTES_ONLY),
  normalizer: null,
  ignoreMerges: true,
  addsBos: true,
};

/** Each one is compared with the Rust library's tokens in test/models/tokenizer. */
export const PRE_TOKENIZERS: ReadonlyMap<string, PreTokenizer> = new Map([
  ['gpt-2', { rule: GPT2, normalizer: null, ignoreMerges: false, addsBos: false }],
  [
    'smollm',
    {
      rule: sequence({ type: 'Digits', individual_digits: true }, GPT2),
      normalizer: null,
      ignoreMerges: false,
      addsBos: false,
    },
  ],
  ['llama-bpe', LLAMA3],
  ['llama3', LLAMA3],
  [
    'qwen2',
    {
      rule: sequence(pattern(words('\\p{N}')), BYTES_ONLY),
      normalizer: { type: 'NFC' },
      ignoreMerges: false,
      addsBos: false,
    },
  ],
]);
