/** UTF-16 offsets into the message as it was typed; `end` is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * What stood after `key=`. Head addresses (`L5H1`) are words here; the parameter that wants them checks them.
 * `raw` keeps a number as it was typed, for parameters that take it as text.
 */
export type Value = { readonly span: Span } & (
  | { readonly kind: 'number'; readonly value: number; readonly raw: string }
  | { readonly kind: 'boolean'; readonly value: boolean; readonly raw: string }
  | { readonly kind: 'null' }
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'quoted'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly Value[] }
  | { readonly kind: 'range'; readonly from: number; readonly to: number }
  /** `{L5H1=0.5, M3=2}` */
  | { readonly kind: 'record'; readonly entries: readonly Param[] }
);

export interface Param {
  readonly key: string;
  readonly value: Value;
  readonly keySpan: Span;
  readonly valueSpan: Span;
}

/** The text behind a command: outer quotes or code fence removed, otherwise as typed. The span holds it as typed. */
export interface Prompt {
  readonly text: string;
  readonly span: Span;
}

/** One command of a message, understood but not yet checked against the known commands. */
export interface CommandCall {
  readonly kind: 'command';
  /** Lower-case, joined by dots: `reflect.trace`. */
  readonly path: string;
  /** First segment of the path. */
  readonly family: string;
  /** The other segments, joined by dots; empty for `help`. */
  readonly verb: string;
  /** The path as typed, without its `.p/`. */
  readonly head: Span;
  readonly params: readonly Param[];
  readonly prompt?: Prompt;
  readonly span: Span;
  /** The whole message, which the spans point into. */
  readonly source: string;
}

/** `toggle`: the thread's other mode. */
export interface ToggleCall {
  readonly kind: 'toggle';
  readonly span: Span;
  readonly source: string;
}

export type Call = CommandCall | ToggleCall;
