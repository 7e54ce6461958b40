import { DotpError } from '../../kernel/errors.ts';
import { withoutSecrets } from '../without-secrets.ts';
import { codeBlock, escaped } from './escape.ts';
import { fitted } from './fitted.ts';
import { LIMITS } from './limits.ts';
import { type DiscordMessage, messageOf } from './message.ts';

/**
 * An error in words: what is wrong, where, what to do, and the short id that the log has too. What a
 * person can mend is told whole; of a failure of ours no place is told, which may be a path or an
 * address with a password in it, and of what we did not foresee nothing but the id.
 *
 * @param id  of the turn, as in the log
 */
export function failureMessage(error: unknown, id: string): DiscordMessage {
  const end = `\n-# ${fitted(id, 40, escaped)}`;
  const room = LIMITS.content - end.length;
  return messageOf(`${wordsOf(error, room)}${end}`);
}

function wordsOf(error: unknown, room: number): string {
  if (!(error instanceof DotpError)) {
    return 'Something failed that should not have\\. It is in the log under this id; the same command may work again\\.';
  }
  if (hasCaret(error)) return fitted(error.render(), room, codeBlock);
  if (error.exitCode === 2) return fitted(error.message, room, escaped);
  return fitted(withoutSecrets(`${error.what} ${error.fix}`), room, escaped);
}

/** A mistake in a message shows the line with the place underlined. */
const hasCaret = (error: object): error is { render(): string } =>
  'render' in error && typeof error.render === 'function';
