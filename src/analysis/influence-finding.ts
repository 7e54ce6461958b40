import type { FindingBase } from './findings.ts';
import type { SaidAnchor } from './said-finding.ts';

/** How much each earlier piece moved each later one. */
export interface InfluenceFinding extends FindingBase<'influence'> {
  /** What the pieces are. */
  readonly of: 'messages' | 'sentences' | 'anchors';
  /** In the order in which they were read. */
  readonly nodes: readonly InfluenceNode[];
  /** What is drawn: above its error and no small part of the largest effect on the same piece. */
  readonly links: readonly InfluenceLink[];
  /** Measured too, and not drawn. */
  readonly weak: readonly InfluenceLink[];
  /** Pieces that do not add up: what seeing both adds beyond the sum of each; below 0 either is enough. */
  readonly pairs: readonly InfluencePair[];
  /** One for each piece that was explained. */
  readonly fits: readonly InfluenceFit[];
  readonly rule: LinkRule;
  /** Runs of the model with pieces hidden, and the share of pieces that each leaves visible. */
  readonly masks: { readonly runs: number; readonly keep: number; readonly seed: number };
  /** How the text reached the model: in its chat template, or as running text. */
  readonly form: 'chat' | 'text';
}

export interface InfluenceNode {
  readonly id: string;
  readonly text: string;
  readonly role: 'person' | 'model' | 'sentence' | 'anchor';
  /** Ids of pieces that are never hidden from this one: the message or sentence it goes on from. */
  readonly after?: string;
  /** Of an anchor: its name, the answers since it was set, and persistence to their power. */
  readonly anchor?: Omit<SaidAnchor, 'text'>;
}

export interface InfluenceLink {
  readonly from: string;
  readonly to: string;
  /** What seeing `from` adds to the log-odds of `to`, nats. */
  readonly effect: number;
  /** Jackknife standard error, nats; null where the masks are too few for one. */
  readonly error: number | null;
}

export interface InfluencePair extends Omit<InfluenceLink, 'from'> {
  readonly from: readonly [string, string];
}

/** The sparse linear fit that explains one piece. */
export interface InfluenceFit {
  readonly to: string;
  /** Pieces before it that may be hidden. */
  readonly sources: number;
  /** Different masks of those; how many of them the fit saw. */
  readonly masks: number;
  readonly fitted: number;
  /** Pearson's r between fit and model on masks that the fit did not see; null where there are none to spare. */
  readonly heldOut: {
    readonly masks: number;
    readonly r: number | null;
    /** The same without pairs: as if each piece added its own, whatever else is seen. */
    readonly additive: number | null;
  };
  /** Log-odds with everything visible, and with every source hidden, nats. */
  readonly value: number;
  readonly alone: number;
  /** The same as probabilities. */
  readonly prob: number;
  readonly probAlone: number;
  /** Tokens measured, and those of the piece. */
  readonly tokens: number;
  readonly ofTokens: number;
  /** Whether each measured token is the model's likeliest one there: its own answer. */
  readonly own: boolean;
  /** Why the links to it may mislead, weightiest first: empty where nothing speaks against them. */
  readonly doubts: readonly string[];
}

/** What a link must be to be drawn. */
export interface LinkRule {
  /** Standard errors that the effect exceeds. */
  readonly errors: number;
  /** Share of the largest effect on the same piece that it exceeds. */
  readonly share: number;
  /** Nats that it exceeds. */
  readonly least: number;
  /** Pearson's r of the fit of the piece it ends at, where that could be tested. */
  readonly fit: number;
}
