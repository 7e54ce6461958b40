import type { FindingBase } from './findings.ts';

/** What a channel's model is to keep in mind, and how much each moved its last answer. */
export interface ScaffoldFinding extends FindingBase<'scaffold'> {
  /** In the order of setting. */
  readonly anchors: readonly ScaffoldAnchor[];
  /** Weight below which an anchor enters no answer. */
  readonly faded: number;
  /** What was done to them just now. */
  readonly changed: { readonly name: string; readonly how: 'set' | 'set anew' | 'dropped' } | null;
  /** The answer that they were measured on; null where nothing was measured. */
  readonly answer: {
    readonly asked: string;
    readonly text: string;
    /** Pearson's r of the fit on masks it did not see; null where there are none to spare. */
    readonly r: number | null;
    /** Log-odds of the answer with all anchors, and with none, nats. */
    readonly value: number;
    readonly alone: number;
    /** The same as probabilities. */
    readonly prob: number;
    readonly probAlone: number;
    /** Why the effects may mislead. */
    readonly doubts: readonly string[];
  } | null;
}

export interface ScaffoldAnchor {
  readonly name: string;
  readonly text: string;
  readonly persistence: number;
  /** Answers since it was set. */
  readonly turns: number;
  /** persistence^turns */
  readonly weight: number;
  /** What it added to the log-odds of the answer, nats; absent where it was not measured. */
  readonly effect?: number;
  /** Jackknife standard error, nats; null where the masks are too few for one. */
  readonly error?: number | null;
  /** The effect is beyond its error and no small part of the largest. */
  readonly moved?: boolean;
}
