import { DotpError } from '../kernel/errors.ts';

/** Exit codes: 2 the message or options, 1 a failure, 130 the person stopped it. */
export function exitCodeOf(error: unknown, signal: AbortSignal): number {
  if (signal.aborted) return 130;
  return error instanceof DotpError ? error.exitCode : 1;
}

/** The error as a person reads it; a caret drawing when the error has one. Unknown errors keep their stack for us. */
export function wordsOf(error: unknown): string {
  if (error instanceof DotpError)
    return 'render' in error && typeof error.render === 'function'
      ? String(error.render())
      : `${error.message} [${error.code}]`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
