import { DotpError } from '../../kernel/errors.ts';
import { withoutSecrets } from '../without-secrets.ts';

const hasCaret = (error: object): error is { render(): string } =>
  'render' in error && typeof error.render === 'function';

/**
 * An error in words. What a person can mend is told whole, a mistake in the line with the place under
 * it; of a failure of ours no place, and of what nobody foresaw nothing but its id.
 */
export function failureWords(error: unknown): string {
  if (!(error instanceof DotpError))
    return 'Something failed that should not have. It is in the log under this id; the same command may work again.';
  if (hasCaret(error)) return error.render();
  return error.exitCode === 2 ? error.message : withoutSecrets(`${error.what} ${error.fix}`);
}
