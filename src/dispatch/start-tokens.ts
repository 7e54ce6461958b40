import { DotpError } from '../kernel/errors.ts';
import { type TokenId, tokenId } from '../kernel/ids.ts';
import type { Ask } from './command.ts';
import { leadTokens } from './head-roles-pool.ts';

/** Behind the first many families end a text, and so begin the next; behind the second anything may come. */
const BETWEEN = ['<|endoftext|>', '\n'];

/**
 * Where a model's own texts begin: what its tokenizer puts in front of every text; where that is
 * nothing, the mark between two texts, if it has one, or the end of a line; without a tokenizer, the
 * first token.
 */
export async function startTokens({ runner, options }: Pick<Ask, 'runner' | 'options'>): Promise<TokenId[]> {
  const lead = await leadTokens({ runner, options });
  if (lead.length > 0) return lead;
  try {
    for (const text of BETWEEN) {
      const ids = (await runner.tokenize(text, options)).map(({ id }) => id);
      if (ids.length === 1) return ids;
    }
  } catch (error) {
    if (!(error instanceof DotpError && error.code === 'tokenizer-missing')) throw error;
  }
  return [tokenId(0)];
}
