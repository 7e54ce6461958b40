import type { Token } from '../kernel/ids.ts';
import type { AnswerCluster } from './answer-clusters.ts';
import type { Interval } from './discrete-entropy.ts';
import type { FindingBase } from './findings.ts';
import type { Span } from './lookback.ts';

/** Answers sampled without the evidence and, where there is any, with it; the first three fields are of those without. */
export interface SamplesFinding extends FindingBase<'samples'> {
  readonly texts: readonly string[];
  readonly clusters: readonly AnswerCluster[];
  /** Discrete entropy over the clusters, nats. */
  readonly entropy: number;
  readonly form: 'plain' | 'chat';
  readonly temperature: number;
  readonly seed: number;
  /** Tokens of an answer at most. */
  readonly longest: number;
  readonly without: AnswerSide;
  readonly with: AnswerSide | null;
  /** What the measures are worth on this model, where somebody measured it. */
  readonly worth: readonly MeasureWorth[];
}

/** How the model answers one text. */
export interface AnswerSide {
  /** As the model read it. */
  readonly prompt: { readonly text: string; readonly tokens: readonly Token[] };
  /** Where the evidence stands in it. */
  readonly evidence: Span | null;
  readonly texts: readonly string[];
  readonly clusters: readonly AnswerCluster[];
  readonly entropy: number;
  readonly interval: Interval;
  readonly next: NextWord;
  /** The answer at temperature 0. */
  readonly answer: GreedyAnswer;
  /** The lens that settle depths come from. */
  readonly lens: 'linear' | 'logit';
  /** Of the greedy answer; null where it has no token. */
  readonly lookback: Lookback | null;
  /** What the evidence is worth to the greedy answer; null where there is none, or no answer. */
  readonly effect: ContextEffect | null;
}

/** The next-token distribution behind the text. */
export interface NextWord {
  readonly token: Token;
  readonly prob: number;
  /** Of the whole distribution, nats. */
  readonly entropy: number;
  /** Logit of the likeliest token minus that of the second. */
  readonly margin: number;
  /** Layer from which it leads for good; null: only in the last state. */
  readonly settle: number | null;
  readonly top: readonly (Token & { readonly prob: number })[];
}

export interface GreedyAnswer {
  readonly text: string;
  readonly ended: 'end-token' | 'stop' | 'length';
  readonly tokens: readonly AnswerToken[];
  /** Sum over its tokens, nats. */
  readonly logProb: number;
}

export interface AnswerToken extends Token {
  readonly prob: number;
  /** Of the distribution it was the likeliest of, nats. */
  readonly entropy: number;
  /** Layer from which it leads for good; null: only in the last state. */
  readonly settle: number | null;
}

export interface Lookback {
  /** To all that stands before the answer: `[layer][head]` and their mean, 0 to 1. */
  readonly heads: readonly (readonly number[])[];
  readonly mean: number;
  /** To the evidence alone, mean over heads; null where there is none. */
  readonly evidence: number | null;
}

export interface ContextEffect {
  /** Log-probability of the greedy answer with every token of the evidence hidden from every later one, nats. */
  readonly hidden: number;
  /** What hiding it costs, nats. */
  readonly value: number;
}

/** How well one measure tells questions that a model can answer from those that nobody could. */
export interface MeasureWorth {
  readonly measure: MeasureName;
  /** 1 tells them apart always, ½ is chance; with its bootstrap interval, 95 %. */
  readonly auroc: number;
  readonly low: number;
  readonly high: number;
  /** Questions of either sort that it was measured on, and the measure's median over them. */
  readonly known: { readonly n: number; readonly median: number };
  readonly unknown: { readonly n: number; readonly median: number };
  /** AUROC of next-token entropy and this together, minus that of entropy alone, cross-validated, 95 %; null for entropy itself. */
  readonly adds: { readonly value: number; readonly low: number; readonly high: number } | null;
}

export const MEASURES = [
  'next-token entropy',
  'probability',
  'margin',
  'settle depth',
  'cluster entropy',
  'disagreement',
  'answer entropy',
] as const;
export type MeasureName = (typeof MEASURES)[number];
