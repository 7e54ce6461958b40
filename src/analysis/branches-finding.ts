import type { Token } from '../kernel/ids.ts';
import type { FindingBase, NodeName } from './findings.ts';

/** What is asked for what drives a branch. */
export type BranchSources = 'all' | 'heads' | 'mlps' | 'tokens' | 'memory';

/** The words that may come next, and what drives each rather than the others. */
export interface BranchesFinding extends FindingBase<'branches'> {
  /** Position whose next token is asked about. */
  readonly position: number;
  readonly sources: BranchSources;
  /** Likeliest first. */
  readonly branches: readonly Branch[];
  /** Probability of all other words. */
  readonly rest: number;
  /** What an ablated source puts out instead; null when nothing could be ablated. */
  readonly ablation: string | null;
  /** Positions at which the counterfactual differs from the prompt; none for `tokens`. */
  readonly subject: readonly number[];
  /** Pearson's r of scores and exact effects, over the sources measured in all branches. */
  readonly agreement?: { readonly r: number | null; readonly nodes: number };
}

export interface Branch {
  readonly token: Token;
  readonly prob: number;
  readonly logit: number;
  /** What the model writes on after this word, greedily. */
  readonly continuation: {
    readonly text: string;
    readonly tokens: readonly Token[];
    readonly ended: 'end-token' | 'stop' | 'length';
  };
  /** Its logit minus the mean logit of the other branches. */
  readonly metric: number;
  /** The same with every source ablated; null when nothing could be. */
  readonly empty: number | null;
  /** The largest exact effects, by size: at most six for the branch and two against it. */
  readonly drivers: readonly BranchDriver[];
  /** The drivers for the branch ablated at once; null when there is none. */
  readonly together: BranchTogether | null;
  /** For `memory`: every MLP, and every head, ablated at once. */
  readonly memory?: { readonly recall: Measured; readonly context: Measured };
}

export interface Measured {
  /** Summed scores, logits. */
  readonly score: number;
  /** Exact, logits. */
  readonly effect: number;
}

export interface BranchDriver {
  /** `L5H1@7`, `M5@7`; all MLPs or all heads at a token `M*@7`, `L*H*@7`; a token hidden `T@7`. */
  readonly node: NodeName;
  /** (own − counterfactual output) · gradient of the branch's metric, logits; a hidden token has none. */
  readonly score?: number;
  /** The branch's metric minus the metric with this alone ablated, logits. */
  readonly effect: number;
  /** The token a head carries most from (value-weighted), and its share of all that it carries there. */
  readonly reads?: { readonly position: number; readonly share: number };
}

export interface BranchTogether {
  /** Drivers ablated at once. */
  readonly drivers: number;
  /** Heads and MLPs, or tokens, that they are. */
  readonly units: number;
  /** logits */
  readonly effect: number;
  /** Of the metric's way from everything ablated to nothing; null where the baseline does not lower the metric. */
  readonly share: number | null;
  /** Effects of random sets of as many units of the same kinds, logits; null when there are none to draw. */
  readonly random: { readonly n: number; readonly median: number; readonly p95: number } | null;
}
