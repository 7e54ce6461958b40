import { DotpError } from '../../kernel/errors.ts';
import type { LogFacts } from '../../kernel/log.ts';
import { hidden } from './setting.ts';

/** Names of facts that could hold what somebody typed; nobody should give them to a log, and none gets in. */
const TYPED = new Set([
  'text',
  'prompt',
  'said',
  'content',
  'words',
  'body',
  'token',
  'authorization',
  'params',
]);
const DEEP = 4;

/**
 * Facts as a log may keep them: plain values, secrets replaced by their end, typed text by `[typed]`, and of an
 * error that is the person's own mistake, whose words quote the line, only its code.
 *
 * @param secrets  values of this process's settings
 */
export function redacted(facts: LogFacts, secrets: readonly string[]): Record<string, unknown> {
  const text = (value: string) => withoutSecrets(value, secrets);
  const plain = (value: unknown, depth: number): unknown => {
    if (typeof value === 'string') return text(value);
    if (value instanceof Error) return errorFacts(value, text, depth);
    if (typeof value === 'bigint' || typeof value === 'symbol' || typeof value === 'function')
      return String(value);
    if (typeof value !== 'object' || value === null) return value;
    if (depth >= DEEP) return '…';
    if (Array.isArray(value)) return value.slice(0, 20).map((each) => plain(each, depth + 1));
    return Object.fromEntries(
      Object.entries(value).map(([name, each]) => [
        name,
        TYPED.has(name) ? '[typed]' : plain(each, depth + 1),
      ]),
    );
  };
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [name, TYPED.has(name) ? '[typed]' : plain(value, 0)]),
  );
}

/** Each known secret by its end, passwords in addresses and what looks like a token of a platform by nothing. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  const known = secrets.filter((secret) => secret.length >= 6);
  const clean = known.reduce((so, secret) => so.replaceAll(secret, hidden(secret)), text);
  return clean
    .replace(/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@]+@/gi, '$1…@')
    .replace(/\bxox[a-z]-[\w-]+|\bxapp-[\w-]+|\b[\w-]{23,28}\.[\w-]{6}\.[\w-]{27,}/g, '(token)');
}

function errorFacts(error: Error, text: (value: string) => string, depth: number): Record<string, unknown> {
  const own = error instanceof DotpError;
  if (own && error.exitCode === 2) return { type: error.name, code: error.code };
  const cause =
    error.cause instanceof Error && depth < DEEP ? errorFacts(error.cause, text, depth + 1) : undefined;
  return {
    type: error.name,
    ...(own ? { code: error.code } : {}),
    message: text(error.message),
    // Of an error with a code the words say enough; what nobody named needs its place.
    ...(own || error.stack === undefined ? {} : { stack: text(error.stack) }),
    ...(cause === undefined ? {} : { cause }),
  };
}
