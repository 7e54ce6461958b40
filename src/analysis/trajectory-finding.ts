import type { GuardAction, GuardSetting } from '../kernel/guard.ts';
import type { FindingBase } from './findings.ts';

/** In the order in which they are drawn. */
export const MEASURES = ['repetition', 'distinct', 'entropy', 'cosine', 'kl', 'period'] as const;

export type Measure = (typeof MEASURES)[number];

/** Null: the text is too short, or there are too few texts before it. */
export type Measures = Readonly<Record<Measure, number | null>>;

export interface TrajectoryPass {
  readonly text: string;
  /** Tokens of it. */
  readonly tokens: number;
  readonly measures: Measures;
  /** Those that are at their limit. */
  readonly over: readonly Measure[];
}

export interface Trip {
  /** Counts from 1. */
  readonly pass: number;
  readonly measure: Measure | 'recursive_depth';
  readonly value: number;
  /** Of the pass, counts from 0, where it tripped while it was being written. */
  readonly token?: number;
}

/** How texts went on, one after another, in the measures of collapse. */
export interface TrajectoryFinding extends FindingBase<'trajectory'> {
  /** `fed`: the model's answers, fed back to it; `said`: its answers in the session; `text`: the lines of a given text. */
  readonly source: 'fed' | 'said' | 'text';
  /** How each text is read: as a message in the model's template, or as plain text. */
  readonly form: 'chat' | 'continuation';
  /** What pass 1 answers; null where nothing was run. */
  readonly asked: string | null;
  readonly passes: readonly TrajectoryPass[];
  /** From which value on a measure counts as collapse, at this `degree`. */
  readonly degree: number;
  readonly limits: Readonly<Record<Measure, number>>;
  /** The first of each measure that tripped, in the order of passes. */
  readonly trips: readonly Trip[];
  /** The first of all; with a guard, where its trigger was met first in the run without it. */
  readonly tripped: Trip | null;
  /** Why there are no more passes: as many as asked for, an empty answer. */
  readonly ended: 'all' | 'silence';
  readonly guard: GuardedRun | null;
  /** How often each measure trips at its limit where nothing is wrong; null for a model that was not measured. */
  readonly falsePositives: FalsePositives | null;
  readonly sampling: {
    readonly temperature: number;
    readonly seed: number;
    readonly maxTokens: number;
  } | null;
}

/** The same run, same seeds, under a guard. */
export interface GuardedRun extends GuardSetting {
  readonly passes: readonly (TrajectoryPass & { readonly acted: boolean })[];
  /** Where it acted first; null where it never had to. */
  readonly acted: {
    readonly pass: number;
    readonly token: number | null;
    readonly action: GuardAction;
  } | null;
  readonly ended: TrajectoryFinding['ended'] | 'guard';
  /** It stays on the channel. */
  readonly kept: boolean;
}

export interface FalsePositives {
  /** Passages behind each rate. */
  readonly texts: number;
  /** Shares of them; null below the least degree that was measured. */
  readonly rates: Readonly<
    Record<Measure, { readonly natural: number | null; readonly shuffled: number | null }>
  >;
}
