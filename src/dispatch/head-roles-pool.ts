import { shuffled } from '../analysis/probe.ts';
import { DotpError } from '../kernel/errors.ts';
import { type Token, type TokenId, tokenId } from '../kernel/ids.ts';
import { randomFrom } from '../kernel/random.ts';
import type { Ask } from './command.ts';

/** Tokens described in one call. */
const AT_ONCE = 512;

/**
 * Ordinary tokens of the vocabulary, drawn at random: no special, unused or padding ones, nothing that
 * is not text by itself. A model without a tokenizer has no texts: any token will do.
 *
 * @returns at most `count`, each once
 */
export async function ordinaryTokens(ask: Ask, count: number): Promise<TokenId[]> {
  const { runner, model, options } = ask;
  const order = shuffled(
    Array.from({ length: model.vocab }, (_, id) => tokenId(id)),
    randomFrom(ask.seed),
  );
  const kept: TokenId[] = [];
  for (let from = 0; from < order.length && kept.length < count; from += AT_ONCE) {
    const described = await runner.describe(order.slice(from, from + AT_ONCE), options);
    const bare = described.every(({ id, text }) => text === `[${id}]`);
    kept.push(...described.filter((token) => bare || isOrdinary(token)).map(({ id }) => id));
  }
  return kept.slice(0, count);
}

/** `<|im_end|>`, `<unk>`, `<0x0A>`, `[PAD]`, `[17]` and control characters are not; nor halves of a character. */
const isOrdinary = ({ text }: Token): boolean =>
  text.trim() !== '' && !/[\p{C}\uFFFD]/u.test(text) && !/^\s*(<.+>|\[\w+\])\s*$/u.test(text);

/** What the tokenizer puts in front of every text; nothing where there is no tokenizer. */
export async function leadTokens({ runner, options }: Pick<Ask, 'runner' | 'options'>): Promise<TokenId[]> {
  try {
    return (await runner.tokenize('', options)).map(({ id }) => id);
  } catch (error) {
    if (error instanceof DotpError && error.code === 'tokenizer-missing') return [];
    throw error;
  }
}
