import type { types } from '@slack/bolt';
import { DotpError } from '../../kernel/errors.ts';
import { withoutSecrets } from '../without-secrets.ts';
import { messageOf, type SlackMessage } from './answer-message.ts';
import { contextLine, fitted, textSection } from './blocks.ts';
import { cut, presentable } from './mrkdwn.ts';

const MOST = 2800;

/**
 * An error in words: what is wrong, where, what to do, and the short id that the log has too. What a
 * person can mend is told whole; of a failure of ours no place is told, and of what we did not foresee
 * nothing but the id.
 *
 * @param id    of the turn, as in the log
 * @param mark  by which the message is found again
 */
export function failureMessage(error: unknown, id: string, mark?: string): SlackMessage {
  const words = wordsOf(error);
  const block = hasCaret(error) ? preformatted(words) : textSection(words, MOST);
  const blocks = [{ ...block, ...(mark && { block_id: mark }) }, contextLine(id, 100)];
  return messageOf(`${fitted(words, MOST)}\n${fitted(id, 100)}`, blocks);
}

function wordsOf(error: unknown): string {
  if (!(error instanceof DotpError))
    return 'Something failed that should not have. It is in the log under this id; the same command may work again.';
  if (hasCaret(error)) return error.render();
  return error.exitCode === 2 ? error.message : withoutSecrets(`${error.what} ${error.fix}`);
}

/** A mistake in a message shows the line with the place underlined. */
const hasCaret = (error: unknown): error is { render(): string } =>
  error instanceof DotpError && 'render' in error && typeof error.render === 'function';

/** Text that Slack reads nothing into, in letters of one width. */
const preformatted = (text: string): types.RichTextBlock => ({
  type: 'rich_text',
  elements: [
    {
      type: 'rich_text_preformatted',
      elements: [{ type: 'text', text: cut(presentable(text), MOST) || '∅' }],
    },
  ],
});
