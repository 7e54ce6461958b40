import type { Token } from '../kernel/ids.ts';
import type { FindingBase, Metric, NodeName } from './findings.ts';

/** What one prompt, edited in its words or in the model's components, does to the next token. */
export interface InterventionFinding extends FindingBase<'intervention'> {
  /** Each edit in words: `L5H1 ablated`, `M3@4 × 0.5`, `France → Italy`. */
  readonly edits: readonly string[];
  readonly components: readonly EditedComponent[];
  /** What ablated components put out instead; null when none is ablated. */
  readonly baseline: { readonly source: BaselineSource; readonly words: string } | null;
  readonly replaced: readonly {
    readonly from: string;
    readonly to: string;
    /** Occurrences exchanged: all there were. */
    readonly times: number;
  }[];
  /** Runs of the prompt's tokens that are others afterwards; `position` counts in the prompt. */
  readonly exchanged: readonly ExchangedTokens[];
  /** The prompt as the model read it after the edit. */
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly before: Side;
  readonly after: Side;
  /** Σ p ln(p / q) over the vocabulary, p before and q after; nats. */
  readonly kl: number;
  /** The leading words of both sides, by the larger of their probabilities. */
  readonly words: readonly MovedWord[];
  /** Direct logit attribution of every component at the answering position, before and after. */
  readonly parts: readonly ChangedPart[];
  /** How the changes add up: own + others + norm = after.metric − before.metric. */
  readonly changes: {
    /** Of the edited components. */
    readonly own: number;
    /** Of all other components, which answered the edit. */
    readonly others: number;
    /** What came of the final norm's other scale alone, with every output as before. */
    readonly norm: number;
    /** own + others + norm − (after.metric − before.metric) */
    readonly error: number;
  };
  /** The same measure on edits like this one, drawn at random. */
  readonly controls: readonly InterventionControl[];
}

export type BaselineSource = 'counterfactual' | 'mean' | 'zero';

export interface EditedComponent {
  /** `L5H1`, `M3` */
  readonly name: string;
  /** First and last position, of the edited prompt. */
  readonly from: number;
  readonly to: number;
  /** out ← gain · out + (1 − gain) · baseline; 0 is an ablation. Where it scales there is no baseline. */
  readonly gain: number;
  readonly kind: 'ablated' | 'scaled';
}

export interface ExchangedTokens {
  readonly position: number;
  readonly from: readonly Token[];
  readonly to: readonly Token[];
}

export interface Side {
  /** The likeliest next token. */
  readonly answer: Token & { readonly prob: number; readonly logit: number };
  /** nats */
  readonly entropy: number;
  /** The same two tokens on both sides. */
  readonly metric: Metric;
}

export interface MovedWord extends Token {
  readonly before: { readonly logit: number; readonly prob: number };
  readonly after: { readonly logit: number; readonly prob: number };
}

export interface ChangedPart {
  /** Without a position, which an edit of words may move: `L5H1`, `M3`, `E`, `B`. */
  readonly node: NodeName;
  readonly before: number;
  readonly after: number;
  /** after − before · σ_before / σ_after: what another output changed, logits. */
  readonly change: number;
  /** ‖output after − before‖ / ‖before‖ at the answering position; heads are compared as z. null where it put out nothing before. */
  readonly moved: number | null;
}

export interface InterventionControl {
  readonly of: 'components' | 'words';
  /** What was drawn, in words. */
  readonly drawn: string;
  /** KL of what the drawn ones are held against: of the components on the edited words, or of the words alone. */
  readonly kl: number;
  readonly n: number;
  readonly median: number;
  readonly p95: number;
  /** Of the drawn edits, the share whose KL is at least as large. */
  readonly atLeast: number;
}
