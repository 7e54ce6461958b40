/**
 * What every error of dotp says: what happened, where, and what to do about it.
 *
 * Each room has one `errors.ts` that subclasses this with a union of its own codes, so that a code
 * names one situation and a caller can switch over it.
 */
export interface ErrorFacts<Code extends string> {
  /** Names one situation, kebab-case: `header-too-large`. */
  readonly code: Code;
  /** What happened, as a sentence for a person. */
  readonly what: string;
  /** The place: a file, a span of a message, a tensor, a URL. */
  readonly where?: string;
  /** What the person can do next. */
  readonly fix: string;
  readonly cause?: unknown;
}

/** 2: the person's message or options were wrong; 1: something failed. */
export type ExitCode = 1 | 2;

export class DotpError<Code extends string = string> extends Error {
  readonly code: Code;
  readonly what: string;
  readonly where: string | undefined;
  readonly fix: string;
  readonly exitCode: ExitCode;

  constructor(facts: ErrorFacts<Code>, exitCode: ExitCode = 1) {
    super(sentence(facts), facts.cause === undefined ? undefined : { cause: facts.cause });
    this.name = new.target.name;
    this.code = facts.code;
    this.what = facts.what;
    this.where = facts.where;
    this.fix = facts.fix;
    this.exitCode = exitCode;
  }
}

function sentence({ what, where, fix }: ErrorFacts<string>): string {
  return where === undefined ? `${what} ${fix}` : `${what} (${where}) ${fix}`;
}
