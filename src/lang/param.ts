import type { Span, Value } from './call.ts';
import type { LangCode } from './errors.ts';

/** What a parameter takes, as plain data: help, option lists, completion and schema are made from it. */
export interface ParamDescription {
  readonly type: 'choice' | 'count' | 'number' | 'flag' | 'text' | 'heads' | 'scales' | 'range' | 'list';
  /** What it is for, a sentence. */
  readonly doc: string;
  /** `choice`: every value it takes. */
  readonly choices?: readonly string[];
  /** Words taken besides what the type takes: `complete`, `auto`. */
  readonly words?: readonly string[];
  /** Least and greatest value, inclusive. */
  readonly min?: number;
  readonly max?: number;
  /** `text`: in UTF-16 units. */
  readonly maxLength?: number;
  /** `list`: its items, and how many it may hold. */
  readonly of?: ParamDescription;
  readonly minItems?: number;
  readonly maxItems?: number;
  /** `heads`, `scales`: an address may say at which positions, `L5H1@4`. */
  readonly positions?: boolean;
  /** True where the command runs without it. */
  readonly optional: boolean;
  readonly default?: unknown;
}

type Presence = 'required' | 'defaulted' | 'optional';

/** One parameter of a command. `P` says whether the arguments always hold it. */
export interface Param<T = unknown, P extends Presence = Presence> {
  readonly description: ParamDescription;
  readonly presence: P;
  /** The typed value, or what is wrong with it and where. */
  read(value: Value): Reading<T>;
  /** Taken when the parameter is not given, or given as `null`. */
  default(value: T): Param<T, 'defaulted'>;
  /** Without a value the arguments do not hold the parameter. */
  optional(): Param<T, 'optional'>;
}

export type ParamSpecs = Readonly<Record<string, Param>>;

/** The arguments of a command with these parameters. */
export type ParamsOf<Specs extends ParamSpecs> = {
  readonly [K in keyof Specs as Specs[K]['presence'] extends 'optional' ? never : K]: TypeOf<Specs[K]>;
} & {
  readonly [K in keyof Specs as Specs[K]['presence'] extends 'optional' ? K : never]?: TypeOf<Specs[K]>;
};

type TypeOf<P> = P extends Param<infer T> ? T : never;

export type Reading<T> = { readonly ok: true; readonly value: T } | Misfit;

/** Why a value does not fit. `what` follows the parameter's name: `takes a whole number.` */
export interface Misfit {
  readonly ok: false;
  readonly code: Extract<LangCode, 'wrong-kind' | 'unknown-choice' | 'out-of-range' | 'too-long'>;
  readonly what: string;
  readonly span: Span;
  readonly expected: readonly string[];
  readonly suggestion?: string | undefined;
}

export const fits = <T>(value: T): Reading<T> => ({ ok: true, value });

export function param<T>(
  facts: Omit<ParamDescription, 'optional' | 'default'>,
  read: (value: Value) => Reading<T>,
): Param<T, 'required'> {
  const build = <P extends Presence>(presence: P, description: ParamDescription): Param<T, P> => ({
    description,
    presence,
    read,
    default: (value) => build('defaulted', { ...facts, optional: true, default: value }),
    optional: () => build('optional', { ...facts, optional: true }),
  });
  return build('required', { ...facts, optional: false });
}

/** What was typed, where a word, a quotation, a number or a truth value can stand for text. */
export function textOf(value: Value): string | undefined {
  if (value.kind === 'word' || value.kind === 'quoted') return value.text;
  return value.kind === 'number' || value.kind === 'boolean' ? value.raw : undefined;
}
