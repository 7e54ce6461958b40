import type { Token } from '../kernel/ids.ts';
import type { FindingBase, Metric, NodeName } from './findings.ts';

/** Evidence against memory: which parts of the model follow the one, which the other. */
export interface ConflictFinding extends FindingBase<'conflict'> {
  /** What the evidence says, with its probability behind the evidence and without it. */
  readonly context: Token & { readonly prob: number; readonly without: number };
  /** What the model says by itself, likewise. */
  readonly memory: Token & { readonly prob: number; readonly without: number };
  /** logit(context answer) − logit(memory answer), behind the evidence. */
  readonly metric: Metric;
  /** The text with the evidence, and the one that parts are held against: another subject, another value. */
  readonly tokens: readonly Token[];
  readonly baseline: {
    readonly source: 'auto' | 'corrupted mean';
    readonly text: string;
    readonly edits: readonly { readonly position: number; readonly from: Token; readonly to: Token }[];
    /** The metric there, logits. */
    readonly metric: number;
    readonly versions: number;
  };
  /** The leading heads and MLPs at all positions, those for the context first. */
  readonly components: readonly ConflictComponent[];
  readonly ofComponents: number;
  /** The leading ones of either side ablated at once; null where a side has none. */
  readonly contextTogether: Together | null;
  readonly memoryTogether: Together | null;
  /** Pearson's r of scores and exact effects. */
  readonly agreement: { readonly r: number | null; readonly nodes: number };
}

export interface ConflictComponent {
  /** `L5H1`, `M5` */
  readonly id: NodeName;
  /** (own − baseline output) · gradient, summed over positions, logits. */
  readonly score: number;
  /** What the metric loses when this alone is ablated at every position, logits; below 0 it spoke for memory. */
  readonly effect: number;
}

export interface Together {
  readonly components: readonly NodeName[];
  /** What the metric loses without them, logits. */
  readonly effect: number;
  /** Effects of random sets of as many heads and MLPs. */
  readonly random: { readonly n: number; readonly low: number; readonly high: number };
}
