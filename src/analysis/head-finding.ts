import type { Token } from '../kernel/ids.ts';
import type { Copying } from './copying.ts';
import type { FindingBase, Metric } from './findings.ts';
import type { HeadRole } from './roles-finding.ts';

/** One head on one prompt: where it looks and why, what it writes, what that did to the answer. */
export interface HeadFinding extends FindingBase<'head'> {
  /** `L5H1` */
  readonly head: string;
  /** Asked for by name, or the one with the largest |score| here. */
  readonly chosen: 'given' | 'auto';
  /** The looking and writing token. */
  readonly position: number;
  readonly metric: Metric;
  readonly look: HeadLook;
  /** null where there is no second token to look at. */
  readonly why: HeadWhy | null;
  readonly writes: HeadWrites;
  /** Whether it writes what it reads: of tokens from anywhere, each its bare embedding; and of this prompt's tokens as they are. */
  readonly copying: { readonly anywhere: Copying; readonly here: Copying };
  readonly effect: HeadEffect;
  /** On random tokens, as the role map has it; null where that was not measured yet. */
  readonly role: Pick<HeadRole, 'role' | 'score' | 'null99' | 'also'> | null;
}

export interface HeadLook {
  /** `[key]`, softmax attention, sums to 1. */
  readonly pattern: readonly number[];
  /** `[key]`, ‖A f(x)‖ normalised over keys (Kobayashi 2020). */
  readonly weighted: readonly number[];
  /** Positions that take attention without doing work. */
  readonly sinks: readonly number[];
}

/** The score of one key, taken apart: query part × key part (Elhage 2021; Kamath 2025). */
export interface HeadWhy {
  /** The most looked-at token, value-weighted, that is no sink. */
  readonly key: number;
  /** Keys whose mean is subtracted: what all of them share cancels in the softmax. */
  readonly reference: readonly number[];
  /** Pre-softmax scaled score of the key, and the mean over the reference. */
  readonly score: number;
  readonly mean: number;
  /** Largest first by |score|; each is minus its mean over the reference. */
  readonly pairs: readonly QkPair[];
  /** Pairs there are, and what those not listed add up to: pairs + rest = score − mean. */
  readonly ofPairs: number;
  readonly rest: number;
  /** Leading query parts against leading key parts, all others together last: sums to score − mean. */
  readonly table: QkTable;
  /** Pairs summed over the other side, largest first by |score|. */
  readonly byQuery: readonly QkPart[];
  readonly byKey: readonly QkPart[];
  /** Largest |Σ parts − hook_attn_scores| over all keys, of the largest |score|. */
  readonly error: number;
}

/** `E` embedding, `L3H2` a head, `M4` an MLP, `B` output biases of earlier layers, `bias` the head's own b_Q or b_K. */
export type QkPartName = string;

export interface QkTable {
  readonly queries: readonly QkPartName[];
  readonly keys: readonly QkPartName[];
  /** `[query][key]`, one row and one column more than named: the others. */
  readonly scores: readonly (readonly number[])[];
}

export interface QkPair {
  readonly query: QkPartName;
  readonly key: QkPartName;
  readonly score: number;
}

export interface QkPart {
  readonly part: QkPartName;
  readonly score: number;
}

export interface HeadWrites {
  /** Words whose logits its output raises and lowers most, direct, final norm of this run. */
  readonly up: readonly WrittenLogit[];
  readonly down: readonly WrittenLogit[];
  /** Direct attribution on the metric; null at a token that does not answer. */
  readonly direct: number | null;
  /** `[key]` of `direct`; empty where that is null. */
  readonly from: readonly number[];
  /** What it would write for the tokens it looks at most, were each its only one. */
  readonly would: readonly { readonly position: number; readonly up: readonly WrittenLogit[] }[];
}

export interface WrittenLogit {
  readonly token: Token;
  readonly logit: number;
}

/** What the head does to the metric: metric of the model minus metric with the head alone ablated, logits. */
export interface HeadEffect {
  /** What the ablated head puts out instead. */
  readonly ablation: string;
  /** Ablated at `position` alone, and at every token. */
  readonly here: number;
  readonly everywhere: number;
  /** Path-averaged attribution of the same; null without a counterfactual. */
  readonly score: number | null;
  readonly scoreEverywhere: number | null;
  /** Other heads of the model, ablated the same way. */
  readonly control: readonly {
    readonly head: string;
    readonly here: number;
    readonly everywhere: number;
  }[];
}
