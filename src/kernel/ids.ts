declare const brand: unique symbol;

/** A row of the vocabulary: not a position, not a count. */
export type TokenId = number & { readonly [brand]: 'TokenId' };

export const tokenId = (value: number): TokenId => value as TokenId;

/** One token of a prompt: its id and the text it stands for (may be an unfinished UTF-8 sequence, shown as U+FFFD). */
export interface Token {
  readonly id: TokenId;
  readonly text: string;
}
