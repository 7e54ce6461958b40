import type { FigureBase } from './figure-base.ts';

/** The fork of the next word: the prompt's end, a branch for each word, what drives each. */
export interface ForkFigure extends FigureBase {
  readonly kind: 'fork';
  /** The end of the prompt, word by word; begins with `…` where it was cut. */
  readonly stem: readonly string[];
  readonly branches: readonly ForkBranch[];
  /** All other words. */
  readonly rest: { readonly share: number; readonly label: string };
}

export interface ForkBranch {
  readonly label: string;
  readonly prob: string;
  /** Probability, 0..1: the width of the branch. */
  readonly share: number;
  /** What the model writes on. */
  readonly continuation: string;
  /** Those for the branch ablated at once; absent where there are fewer than two. */
  readonly together?: ForkTogether;
  readonly rows: readonly ForkRow[];
}

export interface ForkTogether {
  /** `6 together +5.98` */
  readonly text: string;
  /** `random ≤ +0.31`: the 95th percentile of random sets like them. */
  readonly random: string;
  /** No more than random sets do. */
  readonly weak: boolean;
}

export interface ForkRow {
  readonly kind: 'head' | 'mlp' | 'token';
  /** `L5H1`, `M5`, `MLPs`, `heads`; of a hidden token its label. */
  readonly name: string;
  /** Where it stands, and what it reads where that is another token. */
  readonly at: string;
  readonly value: string;
  /** Against the largest effect drawn, −1..1. */
  readonly share: number;
  /** A sum over the whole prompt, set apart from the others. */
  readonly total: boolean;
}
