import { DotpError } from '../kernel/errors.ts';
import type { Token } from '../kernel/ids.ts';

export type DispatchCode =
  | 'prompt-missing'
  | 'nothing-to-toggle'
  | 'token-not-found'
  | 'command-misplaced'
  | 'no-command'
  | 'command-unknown'
  | 'answer-is-rival';

/** A message that cannot be answered as it is: the person can mend it. */
export class DispatchError extends DotpError<DispatchCode> {
  constructor(facts: ConstructorParameters<typeof DotpError<DispatchCode>>[0]) {
    super(facts, 2);
  }
}

export const answerIsRival = ({ text }: Token): DispatchError =>
  new DispatchError({
    code: 'answer-is-rival',
    what: `“${text}” cannot be compared with itself.`,
    where: text,
    fix: 'Name another word in against=, or another in token=.',
  });
