import { DotpError } from '../kernel/errors.ts';
import type { Span } from './call.ts';
import { caretLines } from './caret.ts';

/** One situation each; `docs/language.md` shows a message for every one of them. */
export const LANG_CODES = [
  'head-expected',
  'params-unclosed',
  'key-expected',
  'equals-expected',
  'value-expected',
  'separator-expected',
  'quote-unclosed',
  'list-unclosed',
  'too-deep',
  'param-twice',
  'toggle-takes-nothing',
  'unknown-command',
  'unknown-param',
  'missing-param',
  'wrong-kind',
  'unknown-choice',
  'out-of-range',
  'too-long',
] as const;

export type LangCode = (typeof LANG_CODES)[number];

export interface LangErrorFacts {
  readonly code: LangCode;
  /** What is wrong, a sentence. */
  readonly what: string;
  readonly source: string;
  /** The exact place, never empty and always inside the source. */
  readonly span: Span;
  /** What could stand there, in words or as names; the fix is made of it. */
  readonly expected: readonly string[];
  /** The nearest known name, ready to be typed. */
  readonly suggestion?: string | undefined;
}

/** A mistake in a message (exit code 2): where, what was expected, what was probably meant. */
export class LangError extends DotpError<LangCode> {
  readonly source: string;
  readonly span: Span;
  readonly expected: readonly string[];
  readonly suggestion: string | undefined;

  constructor({ code, what, source, span, expected, suggestion }: LangErrorFacts) {
    const fix = fixSentence(expected, suggestion);
    super({ code, what, where: `character ${span.start + 1}`, fix }, 2);
    this.source = source;
    this.span = span;
    this.expected = expected;
    this.suggestion = suggestion;
  }

  /** Three lines for a monospaced block: the line of the message, the carets under the place, the sentence. */
  render(): string {
    return [...caretLines(this.source, this.span), `${this.what} ${this.fix}`].join('\n');
  }
}

/** Names shown before a list is cut: enough for every list of choices, short enough to read. */
const SHOWN = 25;

function fixSentence(expected: readonly string[], suggestion: string | undefined): string {
  const guess = suggestion === undefined ? '' : `Did you mean ${suggestion}? `;
  return `${guess}Expected ${alternatives(expected)}.`;
}

function alternatives(names: readonly string[]): string {
  const shown = names.slice(0, SHOWN);
  const rest = names.length - shown.length;
  if (rest > 0) return `${shown.join(', ')} or ${rest} more`;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} or ${shown.at(-1)}`;
}
