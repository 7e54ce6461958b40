import type { TextCodec } from '../../models/text-codec.ts';
import type { Token, TokenId } from '../kernel/ids.ts';

/** Ids with the text each stands for alone. */
export function describeTokens(codec: Pick<TextCodec, 'pieces'>, ids: readonly TokenId[]): Token[] {
  const pieces = codec.pieces(ids);
  return ids.map((id, i) => ({ id, text: pieces[i] ?? '' }));
}
