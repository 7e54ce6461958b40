import { Tokenizer } from '@huggingface/tokenizers';
import { ModelError } from '../errors.ts';
import { isRecord } from '../formats/json-text.ts';
import type { TokenizerForm } from './form.ts';
import { unequalRule, withRustRules } from './rust-rules.ts';

/** The only file that knows `@huggingface/tokenizers`. */
export interface RawTokenizer {
  /** Token ids, special tokens of the post-processor among them. */
  encode(text: string): number[];
  decode(ids: readonly number[]): string;
  /** The vocabulary's own spelling of a token (`Ġthe`), undefined for an id it lacks. */
  spelling(id: number): string | undefined;
  /** Tokens that are matched in the text before everything else, by id. */
  readonly added: ReadonlyMap<number, string>;
  /** Texts of those that are no text: they open and end sequences and messages. */
  readonly control: readonly string[];
  /** One more than the largest id. */
  readonly size: number;
  /** Tokens spell bytes (`Ġ` is a space), as GPT-2's do. */
  readonly byteLevel: boolean;
}

/**
 * A tokenizer that gives the ids of the Rust library.
 *
 * @throws {ModelError} `tokenizer-invalid`, `tokenizer-unsupported` where equality is not certain
 */
export function rawTokenizer({ json, where }: TokenizerForm): RawTokenizer {
  const { model, pre_tokenizer: rule, decoder } = json;
  if (!isRecord(model)) throw invalid('it has no model', where);
  refuseUnequal(model, rule, where);
  const tokenizer = build({ ...json, pre_tokenizer: withRustRules(rule) }, model, where);
  const matched = [...tokenizer.get_added_tokens_decoder()];
  const added = new Map(matched.map(([id, { content }]) => [id, content] as const));
  return {
    encode: (text) => tokenizer.encode(text).ids,
    decode: (ids) => (ids.length === 0 ? '' : tokenizer.decode([...ids], VERBATIM)),
    spelling: (id) => tokenizer.id_to_token(id),
    added,
    control: matched.flatMap(([, { content, special }]) => (special ? [content] : [])),
    size: largestId(model, added, where) + 1,
    byteLevel: isRecord(decoder) && decoder.type === 'ByteLevel',
  };
}

const VERBATIM = { skip_special_tokens: false, clean_up_tokenization_spaces: false };
/** The library insists that these are named, even where there is none. */
const ABSENT = { normalizer: null, post_processor: null, decoder: null, added_tokens: [] };

function build(json: Readonly<Record<string, unknown>>, model: object, where: string): Tokenizer {
  try {
    return new Tokenizer({ ...ABSENT, ...json, model: { ...model, type: 'BPE' } }, {});
  } catch (cause) {
    throw invalid(cause instanceof Error ? cause.message : String(cause), where, cause);
  }
}

function refuseUnequal(model: Readonly<Record<string, unknown>>, rule: unknown, where: string): void {
  // The oldest files leave the type out; only BPE has merges.
  const type = model.type ?? (Array.isArray(model.merges) ? 'BPE' : 'a nameless one');
  const unequal = type === 'BPE' ? unequalRule(rule) : String(type);
  if (unequal === undefined) return;
  throw new ModelError({
    code: 'tokenizer-unsupported',
    what: `The tokenizer uses ${unequal}, for which dotp cannot promise the same tokens.`,
    where,
    fix: 'dotp reads BPE with byte-level, digit, pattern and Metaspace rules: give token ids instead of text.',
  });
}

function largestId(
  model: Readonly<Record<string, unknown>>,
  added: ReadonlyMap<number, string>,
  where: string,
) {
  if (!isRecord(model.vocab)) throw invalid('its model has no vocabulary', where);
  let largest = -1;
  for (const id of [...Object.values(model.vocab), ...added.keys()]) {
    if (typeof id !== 'number' || !Number.isInteger(id) || id < 0) throw invalid('a token has no id', where);
    largest = Math.max(largest, id);
  }
  return largest;
}

export const invalid = (reason: string, where: string, cause?: unknown): ModelError =>
  new ModelError({
    code: 'tokenizer-invalid',
    what: `The tokenizer cannot be used: ${reason}.`,
    where,
    fix: 'The file is damaged, or of another model: fetch it again.',
    cause,
  });
