import type { Finding } from '../analysis/findings.ts';
import type { Pick } from '../kernel/pick.ts';
import type { Reply } from '../kernel/reply.ts';
import { tokenLabel } from '../kernel/token-label.ts';
import { headPicks } from './pick-heads.ts';
import { wordPicks } from './pick-words.ts';

/** Choices of a select on every platform. */
const MOST = 25;
const HEADS = 12;
const WORDS = 16;

/**
 * What of an answer can be asked about next: words that the model said, in their order; leading heads
 * of the picture, each once under its strongest score; then tokens of the prompt, the last first,
 * because it answers.
 *
 * @param most  choices in all
 */
export function picksOf(reply: Reply<Finding>, most = MOST): Pick[] {
  const words = wordPicks(reply, Math.min(WORDS, most));
  const heads = headPicks(reply).slice(0, Math.min(HEADS, most));
  return [...words, ...heads, ...tokenPicks(reply).reverse()].slice(0, most);
}

const tokenPicks = ({ prompt }: Reply<Finding>): Pick[] =>
  prompt.tokens.map(({ text }, position) => ({
    action: 'token',
    argument: String(position),
    label: `${tokenLabel(text)} @${position}`,
  }));
