import type { SaidToken } from '../analysis/said-finding.ts';
import type { Runner } from '../engine/runner.ts';
import type { CallOptions } from '../kernel/progress.ts';
import type { Prompt } from './command.ts';

/** What the model had read when it wrote its token `at`, as text. */
export const textBefore = (prompt: string, tokens: readonly SaidToken[], at: number): string =>
  prompt + textOf(tokens.slice(0, at));

const textOf = (tokens: readonly SaidToken[]): string => tokens.map(({ text }) => text).join('');

/**
 * Marks the tokens whose place cannot be asked about by typing its text: that would be read as other
 * tokens than the model had. (A text says less than its tokens: two line ends are one token at the end
 * of a text and two before a word.)
 */
export async function placesApart(
  runner: Runner,
  { text, tokens: seen }: Prompt,
  tokens: readonly SaidToken[],
  options: CallOptions,
): Promise<SaidToken[]> {
  const ids = [...seen, ...tokens].map(({ id }) => id);
  const marked: SaidToken[] = [];
  for (const [at, token] of tokens.entries()) {
    const read = await runner.tokenize(textBefore(text, tokens, at), options); // one by one: a runner's line is short
    const same = read.length === seen.length + at && read.every(({ id }, i) => id === ids[i]);
    marked.push(same ? token : { ...token, apart: true });
  }
  return marked;
}
