import { ModelError } from '../errors.ts';
import type { GgufFile } from '../formats/gguf.ts';
import type { TokenizerForm } from './form.ts';
import { invalid } from './hugging-face.ts';
import { PRE_TOKENIZERS, type PreTokenizer } from './pre-tokenizers.ts';

/** GGUF's kinds of tokens that are matched in the text before it is cut. */
const CONTROL = 3;
const USER_DEFINED = 4;

/**
 * The vocabulary that a GGUF file carries, as the `tokenizer.json` it was made from.
 *
 * @throws {ModelError} `tokenizer-missing`, `tokenizer-invalid`, `tokenizer-unsupported`
 */
export function tokenizerFromGguf(file: GgufFile): TokenizerForm {
  const where = file.path;
  const kind = file.metadata.get('tokenizer.ggml.model');
  if (kind === undefined) throw missing(where);
  const pre = file.metadata.get('tokenizer.ggml.pre') ?? 'unnamed';
  const cut = kind === 'gpt2' && typeof pre === 'string' ? PRE_TOKENIZERS.get(pre) : undefined;
  if (cut === undefined) throw unsupported(String(kind), String(pre), where);
  const tokens = texts(file, 'tokens');
  const vocab = Object.fromEntries(tokens.map((token, id) => [token, id]));
  if (Object.keys(vocab).length !== tokens.length) throw invalid('two tokens are spelled alike', where);
  const bosToken = tokenNamed(file, 'bos', tokens);
  const eosToken = tokenNamed(file, 'eos', tokens);
  const chatTemplate = file.metadata.get('tokenizer.chat_template');
  return {
    where,
    json: {
      added_tokens: addedTokens(file, tokens),
      normalizer: cut.normalizer,
      pre_tokenizer: cut.rule,
      post_processor: postProcessor(file, cut, bosToken),
      decoder: { type: 'ByteLevel' },
      model: { type: 'BPE', vocab, merges: merges(file), ignore_merges: cut.ignoreMerges },
    },
    ...(bosToken !== undefined && { bosToken }),
    ...(eosToken !== undefined && { eosToken }),
    ...(typeof chatTemplate === 'string' && { chatTemplate }),
  };
}

function texts({ metadata, path }: GgufFile, name: string): readonly string[] {
  const value = metadata.get(`tokenizer.ggml.${name}`);
  if (Array.isArray(value) && value.every((text) => typeof text === 'string')) return value;
  throw invalid(`tokenizer.ggml.${name} is not a list of texts`, path);
}

/** A merge is its two halves with a space between; neither half has one, spaces are spelled `Ġ`. */
function merges(file: GgufFile): readonly (readonly [string, string])[] {
  return texts(file, 'merges').map((merge) => {
    const [left, right, more] = merge.split(' ');
    if (left && right && more === undefined) return [left, right];
    throw invalid(`the merge ${JSON.stringify(merge.slice(0, 80))} is not of two parts`, file.path);
  });
}

function addedTokens(file: GgufFile, tokens: readonly string[]) {
  const kinds = file.metadata.get('tokenizer.ggml.token_type');
  if (!(kinds instanceof Int32Array) || kinds.length !== tokens.length)
    throw invalid('tokenizer.ggml.token_type does not match the tokens', file.path);
  return tokens.flatMap((content, id) => {
    const special = kinds[id] === CONTROL;
    return special || kinds[id] === USER_DEFINED ? [{ id, content, special, normalized: false }] : [];
  });
}

function postProcessor(file: GgufFile, cut: PreTokenizer, bosToken: string | undefined) {
  const stated = file.metadata.get('tokenizer.ggml.add_bos_token');
  const adds = typeof stated === 'boolean' ? stated : cut.addsBos;
  if (!adds) return null;
  if (bosToken === undefined) throw invalid('an opening token is to be added, but none is named', file.path);
  const single = [{ SpecialToken: { id: bosToken, type_id: 0 } }, { Sequence: { id: 'A', type_id: 0 } }];
  return { type: 'TemplateProcessing', single, pair: single };
}

function tokenNamed(file: GgufFile, name: string, tokens: readonly string[]): string | undefined {
  const id = file.metadata.get(`tokenizer.ggml.${name}_token_id`);
  return typeof id === 'number' ? tokens[id] : undefined;
}

const missing = (where: string): ModelError =>
  new ModelError({
    code: 'tokenizer-missing',
    what: 'The GGUF file carries no vocabulary.',
    where,
    fix: 'Take a file with one, or a folder with tokenizer.json.',
  });

const unsupported = (kind: string, pre: string, where: string): ModelError =>
  new ModelError({
    code: 'tokenizer-unsupported',
    what: `The GGUF vocabulary is of the kind ${JSON.stringify(kind)}, cut as ${JSON.stringify(pre)}.`,
    where,
    fix: `dotp reads gpt2 vocabularies cut as ${[...PRE_TOKENIZERS.keys()].join(', ')}: take the model as a folder with tokenizer.json.`,
  });
