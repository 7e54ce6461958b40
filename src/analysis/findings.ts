import type { Token, TokenId } from '../kernel/ids.ts';
import type { BranchesFinding } from './branches-finding.ts';
import type { ConflictFinding } from './conflict-finding.ts';
import type { ExportedFinding } from './exported-finding.ts';
import type { ForgottenFinding } from './forgotten-finding.ts';
import type { GlyphMapFinding } from './glyph-map-finding.ts';
import type { GuardsFinding } from './guards-finding.ts';
import type { HeadFinding } from './head-finding.ts';
import type { HelpFinding } from './help-finding.ts';
import type { InfluenceFinding } from './influence-finding.ts';
import type { InterventionFinding } from './intervention-finding.ts';
import type { LimitsFinding } from './limits-finding.ts';
import type { LogFileFinding } from './log-file-finding.ts';
import type { LogFinding } from './log-finding.ts';
import type { ModelsFinding } from './models-finding.ts';
import type { RecursionFinding } from './recursion-finding.ts';
import type { ResidueFinding } from './residue-finding.ts';
import type { RolesFinding } from './roles-finding.ts';
import type { SaidFinding } from './said-finding.ts';
import type { SamplesFinding } from './samples-finding.ts';
import type { ScaffoldFinding } from './scaffold-finding.ts';
import type { SelfFinding } from './self-finding.ts';
import type { SessionFinding } from './session-finding.ts';
import type { SharedFinding } from './shared-finding.ts';
import type { TrajectoryFinding } from './trajectory-finding.ts';
import type { UncertaintyFinding } from './uncertainty-finding.ts';

/** `E@3` embedding, `L5H1@7` head, `M5@7` MLP, `B` all biases together, `logit`; `T@3` the residual stream of a token as a head read it. */
export type NodeName = string;

/** The number being explained. */
export interface Metric {
  readonly kind: 'logit' | 'logitDiff';
  /** One token, or the answer and its rival. */
  readonly tokens: readonly Token[];
  /** Position whose next token is asked about. */
  readonly position: number;
  /** logits, a natural-log scale. */
  readonly value: number;
}

/** Every finding says how it was had, in what unit, against what, and what to beware of. */
export interface FindingBase<Kind extends string> {
  readonly kind: Kind;
  /** Method and source in a phrase: `direct logit attribution (Elhage 2021)`. */
  readonly method: string;
  readonly unit: string;
  /** What the number was checked against. */
  readonly control: string;
  readonly caveats: readonly string[];
}

export interface ScoredToken extends Token {
  readonly logit: number;
  readonly prob: number;
}

export interface NextFinding extends FindingBase<'next'> {
  readonly token: Token;
  readonly logit: number;
  readonly prob: number;
  /** nats */
  readonly entropy: number;
  readonly top: readonly ScoredToken[];
}

/** Direct logit attribution: parts that sum to the metric. */
export interface DirectFinding extends FindingBase<'direct'> {
  readonly metric: Metric;
  /** Every part: embedding, each head, each MLP at the answering position, biases. */
  readonly parts: readonly { readonly node: NodeName; readonly score: number }[];
  /** Heads split by the token they read: `node` reads `from` (a position); the splits of one head sum to its part. */
  readonly paths: readonly { readonly node: NodeName; readonly from: number; readonly score: number }[];
  readonly sum: number;
  /** sum − metric.value */
  readonly error: number;
}

/** Where the answering position looks, head by head. */
export interface AttentionFinding extends FindingBase<'attention'> {
  readonly position: number;
  readonly heads: readonly {
    readonly head: string;
    /** `[key]` softmax attention of the answering position, sums to 1. */
    readonly pattern: readonly number[];
    /** `[key]` ‖A_ij f(x_j)‖ normalised over j (Kobayashi 2020). */
    readonly weighted: readonly number[];
    /** Added to the metric by this head (direct), logits. */
    readonly score: number;
  }[];
  /** Positions that take attention without doing work (the first token): greyed. */
  readonly sinks: readonly number[];
}

/** What the leading heads write at the answering position: words pushed up and down. */
export interface WritesFinding extends FindingBase<'writes'> {
  readonly position: number;
  readonly heads: readonly {
    readonly head: string;
    readonly score: number;
    /** Tokens whose logit the head's output raises and lowers most, direct, logits. */
    readonly up: readonly { readonly token: Token; readonly logit: number }[];
    readonly down: readonly { readonly token: Token; readonly logit: number }[];
    /** `[key]` of `score`: which token each write was read from. */
    readonly from: readonly number[];
  }[];
}

/** Nodes and edges as drawn. */
export interface AttributionFinding extends FindingBase<'attribution'> {
  readonly metric: Metric;
  /** `score`: (own − counterfactual output) · gradient; `effect`: metric of the model minus metric with this node alone ablated. */
  readonly nodes: readonly { readonly id: NodeName; readonly score: number; readonly effect?: number }[];
  readonly edges: readonly AttributionEdge[];
  readonly shown: {
    readonly nodes: number;
    readonly ofNodes: number;
    readonly edges: number;
    /** Edges into the drawn nodes, from any node of the model. */
    readonly ofEdges: number;
    /** Share of Σ|score| over those that the drawn ones carry. */
    readonly share: number;
  };
  /** Rules under which scores were taken. */
  readonly rules: string;
  /** Scores against exact effects over the leading nodes. */
  readonly agreement?: { readonly r: number | null; readonly nodes: number };
  /** What the embeddings' scores sum to, and what they should: see completeness.ts. */
  readonly completeness?: { readonly sum: number; readonly way: number; readonly points: number };
  /** Drawn nodes that undo one another: each alone moves the metric, both together hardly. */
  readonly cancelling?: readonly {
    readonly nodes: readonly [NodeName, NodeName];
    /** Exact effect of ablating both, logits. */
    readonly together: number;
  }[];
}

export interface AttributionEdge {
  readonly from: NodeName;
  readonly to: NodeName;
  readonly score: number;
  /** Through what the sender reaches the receiver: a head's query, key or value, an MLP's or the answer's reading. */
  readonly via?: 'query' | 'key' | 'value' | 'mlp' | 'logit';
}

/** The other prompt that the answer is measured against: A rather than B. */
export interface CounterfactualFinding extends FindingBase<'counterfactual'> {
  /** Found by itself, given, or (weaker) the mean over several corrupted versions of the prompt. */
  readonly source: 'auto' | 'given' | 'corrupted mean';
  /** The edited prompt; of a corrupted mean the first version. */
  readonly text: string;
  readonly tokens: readonly Token[];
  /** What distinguishes `tokens` from the prompt. */
  readonly edits: readonly { readonly position: number; readonly from: Token; readonly to: Token }[];
  /** What the model says instead; of a corrupted mean the likeliest other answer, over all versions. */
  readonly answer: Token & { readonly prob: number };
  /** The answer explained, and its probability in the prompt and in the counterfactual. */
  readonly original: Token & { readonly prob: number; readonly after: number };
  /** (p(b) − p(a)) · √cos(unembeddings of a, b) · √cos(embeddings exchanged), of the best edit tried; 0 when nothing turned the answer. */
  readonly rank: number;
  /** Prompts run to find it. */
  readonly tried: number;
  /** Prompts whose node outputs are averaged. */
  readonly versions: number;
  /** Their token ids, each as long as the prompt. */
  readonly rows: readonly (readonly TokenId[])[];
}

/** Whether a set of nodes carries the answer: tested on the model. */
export interface ReceiptFinding extends FindingBase<'receipt'> {
  readonly metric: Metric;
  /** The nodes kept, and how many there are. */
  readonly nodes: readonly NodeName[];
  readonly ofNodes: number;
  /** The metric with every node ablated, only these live, only these ablated, none ablated; logits. */
  readonly empty: number;
  readonly circuit: number;
  readonly complement: number;
  readonly full: number;
  /** (circuit − empty) / (full − empty); null where the counterfactual leaves the metric as it is. */
  readonly sufficiency: number | null;
  /** 1 − (complement − empty) / (full − empty) */
  readonly necessity: number | null;
  /** Sufficiency of random sets of the same size and kind. */
  readonly random: {
    readonly n: number;
    readonly median: number | null;
    readonly p95: number | null;
    /** With which they were drawn. */
    readonly seed: number;
  };
  /** What ablated nodes put out instead. */
  readonly ablation: string;
  /** The fewest nodes tried that reach the share: the chosen ones in their order, then others by falling |score|; `nodes: null` when none do. */
  readonly grow: { readonly share: number; readonly nodes: number | null; readonly tried: number };
}

export interface LensFinding extends FindingBase<'lens'> {
  /** Where the rows and settle depths come from: each state mapped onto the final one as calibration learnt it, or as it is. */
  readonly lens: 'linear' | 'logit';
  /** In depth order for each position: embedding, then resid_mid and resid_post of every layer. */
  readonly rows: readonly {
    readonly hook: string;
    readonly position: number;
    readonly top: readonly (Token & { readonly prob: number })[];
    /** Probability of the explained token in this state, when one is explained. */
    readonly answer?: number;
  }[];
  /**
   * Earliest layer from which the lens's first word is the model's final word for good.
   * `layer: null` when only the last state has it.
   */
  readonly settles: readonly {
    readonly position: number;
    readonly layer: number | null;
    readonly answer: Token;
  }[];
  /** The plain logit lens on the same states, beside a linear one: its first word in the order of `rows`, and its settle depths. */
  readonly plain?: Pick<LensFinding, 'rows' | 'settles'>;
}

/** What is loaded, for `model.info`. */
export interface ModelFinding extends FindingBase<'model'> {
  readonly facts: readonly { readonly label: string; readonly value: string }[];
}

export type Finding =
  | NextFinding
  | DirectFinding
  | AttentionFinding
  | WritesFinding
  | AttributionFinding
  | CounterfactualFinding
  | ReceiptFinding
  | BranchesFinding
  | InterventionFinding
  | LensFinding
  | ModelFinding
  | HeadFinding
  | HelpFinding
  | ResidueFinding
  | RecursionFinding
  | InfluenceFinding
  | ScaffoldFinding
  | RolesFinding
  | GlyphMapFinding
  | TrajectoryFinding
  | GuardsFinding
  | SaidFinding
  | SamplesFinding
  | ConflictFinding
  | UncertaintyFinding
  | LimitsFinding
  | LogFinding
  | LogFileFinding
  | ModelsFinding
  | ForgottenFinding
  | ExportedFinding
  | SelfFinding
  | SessionFinding
  | SharedFinding;
