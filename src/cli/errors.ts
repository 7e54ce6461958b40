import { DotpError, type ExitCode } from '../kernel/errors.ts';

export type CliCode =
  | 'hooks-unknown'
  | 'ids-malformed'
  | 'edit-malformed'
  | 'grad-malformed'
  | 'nothing-to-dump'
  | 'out-unwritable'
  | 'env-unreadable'
  | 'reply-unreadable'
  | 'receipt-differs'
  | 'setting-wrong'
  | 'key-unusable'
  | 'port-taken'
  | 'not-listening';

/** A mistake in the options of a `dotp` call (2), or a file that cannot be read or written (1). */
export class CliError extends DotpError<CliCode> {
  constructor(facts: ConstructorParameters<typeof DotpError<CliCode>>[0]) {
    super(facts, EXIT[facts.code] ?? 2);
  }
}

const EXIT: Partial<Record<CliCode, ExitCode>> = {
  'out-unwritable': 1,
  'env-unreadable': 1,
  'receipt-differs': 1,
  'key-unusable': 1,
  'port-taken': 1,
  'not-listening': 1,
};
