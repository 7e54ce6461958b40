import type { ScoreRules } from '../../src/dispatch/score-nodes.ts';
import type { TruthPrompt } from './prompt-set.ts';

export const MODES = ['averaged', 'exact', 'frozen'] as const satisfies readonly ScoreRules[];
export type Mode = (typeof MODES)[number];

/** What the model says, and whether that is among the right answers. */
export interface Said {
  readonly text: string;
  readonly prob: number;
  readonly right: boolean;
}

/** How one way of scoring did against exact runs. */
export interface ModeResult {
  /** Pearson's r between score and exact effect of the leading nodes; null where one does not vary. */
  readonly r: number | null;
  /** Of the leading nodes alone, for each of the sizes; null where the counterfactual leaves the metric as it is. */
  readonly sufficiency: readonly (number | null)[];
  /** Of the 25 leading nodes. */
  readonly necessity: number | null;
}

/** Scores, effects and node sets of one prompt against one counterfactual. */
export interface BaselineResult {
  /** The metric is the answer's logit minus this one's. */
  readonly rival: string;
  /** Metric with every node patched from the counterfactual, and with none. */
  readonly empty: number;
  readonly full: number;
  /** Heads and MLPs at all positions. */
  readonly nodes: number;
  readonly modes: Partial<Readonly<Record<Mode, ModeResult>>>;
  /** The set that a trace draws by default: nodes chosen together by path-averaged scores. */
  readonly drawn?: {
    readonly nodes: number;
    readonly sufficiency: number | null;
    readonly necessity: number | null;
  };
  /** Sufficiency of random sets of the largest size. */
  readonly random?: { readonly median: number | null; readonly p95: number | null };
}

/** The counterfactual that the search came back with. */
export interface FoundResult {
  readonly source: 'auto' | 'corrupted mean';
  readonly text: string;
  /** `from → to`, as they are written. */
  readonly edits: readonly string[];
  readonly says: string;
  readonly prob: number;
  /** Probability of the prompt's own answer, before and after. */
  readonly before: number;
  readonly after: number;
  readonly rank: number;
  readonly tried: number;
  /** The two answers differ and are words of one kind. */
  readonly sameKind: boolean;
}

export interface PromptResult extends TruthPrompt {
  readonly tokens: number;
  readonly says: Said;
  /** The answer is a word, a number or a sign, so that another of its kind can be asked for. */
  readonly isWord: boolean;
  readonly given?: {
    /** Why nothing was measured: the given counterfactual is of another length, … */
    readonly refused?: string;
    readonly says?: Said;
    readonly measured?: BaselineResult;
  };
  readonly found: FoundResult;
  /** Path-averaged scores against the counterfactual that was found; left out where that is the given one. */
  readonly withFound?: BaselineResult;
  /** Seconds, searching and measuring. */
  readonly seconds: number;
}

/** A run over one set. */
export interface TruthRun {
  readonly set: string;
  readonly model: string;
  readonly weights: string;
  readonly fingerprint: string;
  /** Versions of the code that measured it: more than one where a run was taken up again. */
  readonly commits: readonly string[];
  readonly date: string;
  readonly machine: string;
  /** Leading nodes kept alone, by number. */
  readonly sizes: readonly number[];
  /** Prompts of the set; those measured are the first of each task, in turn. */
  readonly of: number;
  readonly results: readonly PromptResult[];
}

/** Right in the prompt and, where one is given, in the counterfactual: what the figures of scores are about. */
export const counts = ({ says, given }: PromptResult): boolean =>
  says.right && given?.measured !== undefined && given.says?.right === true;
