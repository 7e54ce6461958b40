/** A tokenizer as `tokenizer.json` states it, whichever file it came from. */
export interface TokenizerForm {
  /** The file or folder it was read from, for errors. */
  readonly where: string;
  /** The parsed `tokenizer.json`: model, added tokens, normalizer, pre-tokenizer, post-processor, decoder. */
  readonly json: Readonly<Record<string, unknown>>;
  /** Text of the token that opens a sequence, and of the one that ends it; chat templates ask for them. */
  readonly bosToken?: string;
  readonly eosToken?: string;
  /** Jinja source. */
  readonly chatTemplate?: string;
}
