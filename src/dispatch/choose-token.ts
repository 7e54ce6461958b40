import type { Token } from '../kernel/ids.ts';
import type { Ask } from './command.ts';
import { DispatchError } from './errors.ts';

/**
 * The next token that a person means by a text: ` Mary` or `Mary`, whichever the model finds
 * likelier at this place. A text of several tokens stands for its first.
 *
 * @param logits  of the answering position, `[vocab]`
 * @throws {DispatchError} `token-not-found` when the text cannot follow the prompt as a token of its own
 */
export async function chooseToken(
  { runner, prompt, options }: Pick<Ask, 'runner' | 'prompt' | 'options'>,
  text: string,
  logits: Float32Array,
): Promise<Token> {
  const spellings = text.startsWith(' ') ? [text] : [text, ` ${text}`];
  const read = await Promise.all(
    spellings.map((spelling) => runner.tokenize(prompt.text + spelling, options)),
  );
  const found = read
    .filter((tokens) => prompt.tokens.every(({ id }, i) => tokens[i]?.id === id))
    .flatMap((tokens) => tokens[prompt.tokens.length] ?? [])
    .sort((a, b) => (logits[b.id] ?? 0) - (logits[a.id] ?? 0));
  const [best] = found;
  if (best !== undefined) return best;
  throw new DispatchError({
    code: 'token-not-found',
    what: `“${text}” cannot follow this prompt as a token of its own: it would merge with the end of it.`,
    where: text,
    fix: 'Give the text with the space or letters that really come next.',
  });
}
