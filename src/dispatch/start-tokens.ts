import { DotpError } from '../kernel/errors.ts';
import { type TokenId, tokenId } from '../kernel/ids.ts';
import type { Ask } from './command.ts';
import { leadTokens } from './head-roles-pool.ts';

/**
 * Where a model's own texts begin: what its tokenizer puts in front of every text; where that is
 * nothing, the end of a line, behind which anything may come; without a tokenizer, the first token.
 */
export async function startTokens({ runner, options }: Pick<Ask, 'runner' | 'options'>): Promise<TokenId[]> {
  const lead = await leadTokens({ runner, options });
  if (lead.length > 0) return lead;
  try {
    return (await runner.tokenize('\n', options)).map(({ id }) => id);
  } catch (error) {
    if (error instanceof DotpError && error.code === 'tokenizer-missing') return [tokenId(0)];
    throw error;
  }
}
