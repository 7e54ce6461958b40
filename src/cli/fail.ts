import { DotpError } from '../kernel/errors.ts';
import { logLevel } from './log-level.ts';

/** Exit codes of failures: 2 the message or options, 1 something failed. */
export const exitCodeOf = (error: unknown): number => (error instanceof DotpError ? error.exitCode : 1);

/**
 * The error as a person reads it; a caret drawing when the error has one. Errors that no room has
 * named keep their stack for us, and so does every error under `LOG_LEVEL=debug`.
 */
export function wordsOf(error: unknown): string {
  if (!(error instanceof DotpError)) return stackOf(error);
  const words =
    'render' in error && typeof error.render === 'function'
      ? String(error.render())
      : `${error.message} [${error.code}]`;
  return logLevel(process.env) === 'debug' ? `${words}\n${stackOf(error)}` : words;
}

/** With the errors that led to it. */
function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = error.stack ?? error.message;
  return error.cause === undefined ? own : `${own}\ncaused by ${stackOf(error.cause)}`;
}
