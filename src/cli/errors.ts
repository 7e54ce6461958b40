import { DotpError } from '../kernel/errors.ts';

export type CliCode =
  | 'hooks-unknown'
  | 'ids-malformed'
  | 'edit-malformed'
  | 'nothing-to-dump'
  | 'option-unknown';

/** A mistake in the options of a `dotp` call. */
export class CliError extends DotpError<CliCode> {
  constructor(facts: ConstructorParameters<typeof DotpError<CliCode>>[0]) {
    super(facts, 2);
  }
}
