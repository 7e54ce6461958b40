import { DotpError } from '../kernel/errors.ts';

export type DispatchCode =
  | 'prompt-missing'
  | 'prompt-too-long'
  | 'nothing-to-toggle'
  | 'not-measured-yet'
  | 'token-not-found'
  | 'command-misplaced'
  | 'no-command'
  | 'command-unknown';

/** A message that cannot be answered as it is: the person can mend it. */
export class DispatchError extends DotpError<DispatchCode> {
  constructor(facts: ConstructorParameters<typeof DotpError<DispatchCode>>[0]) {
    super(facts, 2);
  }
}
