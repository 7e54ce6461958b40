/** Numbers that must not be mixed up: a layer is not a position. */
declare const brand: unique symbol;
type Branded<Base, Name extends string> = Base & { readonly [brand]: Name };

export type TokenId = Branded<number, 'TokenId'>;
export type Position = Branded<number, 'Position'>;
export type Layer = Branded<number, 'Layer'>;
/** Query head within its layer. */
export type Head = Branded<number, 'Head'>;

export const tokenId = (value: number): TokenId => value as TokenId;
export const position = (value: number): Position => value as Position;
export const layer = (value: number): Layer => value as Layer;
export const head = (value: number): Head => value as Head;

/** One token of a prompt: its id and the text it stands for (may be an unfinished UTF-8 sequence, shown as U+FFFD). */
export interface Token {
  readonly id: TokenId;
  readonly text: string;
}
