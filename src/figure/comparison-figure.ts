import type { FigureBase } from './figure-base.ts';

/** Before and after an edit of a prompt's words or of the model's components. */
export interface ComparisonFigure extends FigureBase {
  readonly kind: 'comparison';
  /** The prompt, what went and what came in its place. */
  readonly pieces: readonly PromptPiece[];
  readonly components: readonly ComponentMark[];
  /** Captions over the two columns of words. */
  readonly captions: { readonly before: string; readonly after: string };
  readonly words: readonly ComparedWord[];
  /** What the strip is of: `“Paris” over “Rome”: +5.31 → −2.20 logits`. */
  readonly stripCaption: string;
  readonly strip: readonly StripPart[];
  readonly scales: readonly ControlScale[];
}

export interface PromptPiece {
  readonly kind: 'same' | 'old' | 'new' | 'gap';
  readonly label: string;
  /** A component is edited here and not everywhere. */
  readonly touched: boolean;
}

export interface ComponentMark {
  readonly shape: 'head' | 'mlp';
  /** `L5H1`, `M3@4` */
  readonly name: string;
  /** `silent`, `× 2` */
  readonly what: string;
  readonly silent: boolean;
}

export interface ComparedWord {
  readonly label: string;
  readonly move: 'rises' | 'falls' | 'stays';
  /** |change of probability| against the largest, 0..1: width of the line. */
  readonly strength: number;
  readonly before: WordSide;
  readonly after: WordSide;
}

export interface WordSide {
  /** Row, 0 on top. */
  readonly row: number;
  readonly prob: number;
  readonly value: string;
  /** Against the largest probability of both sides, 0..1. */
  readonly bar: number;
  /** What the model says. */
  readonly answer: boolean;
}

export interface StripPart {
  readonly name: string;
  readonly shape: 'head' | 'mlp' | 'other';
  readonly edited: boolean;
  /** Change of the direct contribution, logits. */
  readonly change: number;
  readonly value: string;
  /** Against the largest, −1..1. */
  readonly share: number;
}

/** A divergence among those of drawn edits. Places are 0..1 along the scale. */
export interface ControlScale {
  readonly label: string;
  readonly value: string;
  readonly note: string;
  readonly at: number;
  /** Absent where nothing was drawn. */
  readonly random?: { readonly median: number; readonly p95: number };
  /** warn: the edit does no more than drawn ones. */
  readonly tone: 'good' | 'warn' | 'plain';
}
