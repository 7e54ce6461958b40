import { editablePositions } from '../analysis/editable.ts';
import type { Finding } from '../analysis/findings.ts';
import type { Pick } from '../kernel/pick.ts';
import type { Reply } from '../kernel/reply.ts';
import { tokenLabel } from '../kernel/token-label.ts';
import { headPicks } from './pick-heads.ts';
import { wordPicks } from './pick-words.ts';

/** Choices of a select on every platform. */
const MOST = 25;
const HEADS = 12;
const WORDS = 20;

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

/** Of a conversation only its content words: the marks of the chat template say little. */
function tokenPicks({ prompt, findings }: Reply<Finding>): Pick[] {
  const isTalk = findings.some(({ kind }) => kind === 'said');
  const positions = isTalk ? editablePositions(prompt.tokens) : prompt.tokens.keys();
  return Array.from(positions, (position) => ({
    action: 'token',
    argument: String(position),
    label: `${tokenLabel(prompt.tokens[position]?.text ?? '')} @${position}`,
  }));
}
