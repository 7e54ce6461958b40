import type { Finding } from '../analysis/findings.ts';
import type { Token } from '../kernel/ids.ts';
import type { ModelFacts } from '../kernel/model.ts';
import type { Reply } from '../kernel/reply.ts';
import { textBefore } from './talk-text.ts';

/**
 * The tokens that an answer's prompt had, where a button asks about it again, or about a word the model
 * said: read anew, the end of a text may become other tokens than those that were written.
 *
 * @param about  the answer that the button belongs to
 * @returns undefined where the text is not that answer's, or the model is another by now
 */
export function knownTokens(
  about: Reply<Finding> | undefined,
  model: ModelFacts,
  text: string,
): readonly Token[] | undefined {
  if (about === undefined || about.model?.name !== model.name || about.model.vocab !== model.vocab)
    return undefined;
  const { prompt, findings } = about;
  if (prompt.text === text) return prompt.tokens;
  return findings.flatMap((finding) => {
    if (finding.kind !== 'said') return [];
    // The last of equal texts: a token within a character adds none.
    const at = finding.tokens.findLastIndex((_, i) => textBefore(prompt.text, finding.tokens, i) === text);
    return at < 0
      ? []
      : [[...prompt.tokens, ...finding.tokens.slice(0, at).map(({ id, text }) => ({ id, text }))]];
  })[0];
}
