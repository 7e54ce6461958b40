import type { Token } from '../kernel/ids.ts';
import type { FindingBase, NodeName } from './findings.ts';

/** 🝚 salience misfire, ∴ residue, ⇌ collision or oscillation. */
export const RESIDUE_PATTERNS = ['🝚', '∴', '⇌'] as const;

export type ResiduePattern = (typeof RESIDUE_PATTERNS)[number];

/** The three failure patterns at the answering position, and what they were judged by. */
export interface ResidueFinding extends FindingBase<'residue'> {
  readonly patterns: readonly ResiduePattern[];
  readonly sensitivity: number;
  readonly thresholds: ResidueThresholds;
  readonly answer: Token & { readonly prob: number };
  readonly rival: Token & { readonly prob: number };
  /** Logit of the answer minus logit of the rival. */
  readonly margin: number;
  readonly hits: readonly ResidueHit[];
  readonly look: ResidueLook;
  /** By layer: direct writes of heads at the answering position on answer − rival, summed over those that raise it and those that lower it (as a positive number); logits. */
  readonly writes: { readonly raise: readonly number[]; readonly lower: readonly number[] };
  readonly calibration: ResidueCalibration;
  /** Shares of shuffled prompts with such a hit at this sensitivity, with any and with a confirmed one; none where not measured. */
  readonly rates: readonly {
    readonly pattern: ResiduePattern;
    readonly any: number;
    readonly confirmed: number;
  }[];
}

export interface ResidueThresholds {
  /** ∴: log-probability over the lens's own prior, nats. */
  readonly overPrior: number;
  /** ∴: lens probability that two layers must reach. */
  readonly middle: number;
  /** ∴: final probability stays below this share of the peak. */
  readonly gone: number;
  /** ∴ confirmed: its final probability comes back to at least this. */
  readonly back: number;
  /** 🝚: share of calibration sources that are looked at as much, and that do as little. */
  readonly share: number;
  /** 🝚: z-scores that these shares came to. */
  readonly looked: number;
  readonly worth: number;
  /** 🝚 confirmed: its effect stays below this share of that of every source looked at as much. */
  readonly others: number;
  /** ⇌: smaller write over margin. */
  readonly strength: number;
  /** ⇌: the smaller write itself, logits. */
  readonly write: number;
}

export interface ResidueCalibration {
  readonly source: 'natural prompts' | 'samples of the model itself';
  readonly natural: number;
  /** None where the model was not calibrated on shuffles. */
  readonly shuffled: number;
}

/** Where the answering position looks, what that is worth, and what it does; by layer and source. */
export interface ResidueLook {
  readonly layers: readonly {
    /** Heads with more than .3 of their mass off the sinks. */
    readonly heads: number;
    /** `[source]`: mean attention of those heads, sinks out, sums to 1; empty where no head counts. */
    readonly salience: readonly number[];
    /** `[source]`: |Σ_h A·v·gradient|, sinks out, sums to 1; empty where no head counts. */
    readonly work: readonly number[];
  }[];
  readonly sinks: readonly number[];
  /** By source: mean salience over layers, and KL of the next word when it is hidden from the answering position, nats; null of sinks. */
  readonly sources: readonly (SourceReading | null)[];
  /** Most looked at and most worth; null where everything is a sink. */
  readonly pair: { readonly looked: number; readonly worth: number } | null;
}

export interface SourceReading {
  readonly salience: number;
  readonly effect: number;
  /** Both against calibration prompts, word class and distance taken out, standard deviations. */
  readonly lookedZ: number;
  readonly worthZ: number;
}

interface HitBase<Pattern extends ResiduePattern, Form extends string> {
  readonly pattern: Pattern;
  readonly form: Form;
  readonly at: { readonly position: number; readonly layer: number };
  /** In the unit of `unit`. */
  readonly strength: number;
  readonly unit: string;
  readonly control: string;
  readonly confirmed: boolean;
  /** Share of shuffled prompts with such a hit, confirmed where this one is; null where none were measured. */
  readonly falsePositiveRate: number | null;
}

export interface MisfireHit extends HitBase<'🝚', 'misfire'> {
  readonly effect: number;
  readonly salience: number;
  /** Sources looked at about as much. */
  readonly others: readonly { readonly position: number; readonly effect: number }[];
}

export interface RejectedHit extends HitBase<'∴', 'residue'> {
  readonly word: Token;
  /** Lens probability after each layer. */
  readonly probs: readonly number[];
  readonly peak: number;
  /** The lens's mean probability of the word there, over calibration prompts. */
  readonly prior: number;
  readonly final: number;
  readonly suppressors: readonly { readonly node: NodeName; readonly score: number }[];
  /** Final probability with them ablated; null where there was nothing to ablate them to. */
  readonly restored: number | null;
  /** Of random sets of the same size and kind, those that raise it less. */
  readonly random: { readonly n: number; readonly less: number };
}

export interface CollisionHit extends HitBase<'⇌', 'collision'> {
  readonly supports: { readonly node: NodeName; readonly score: number; readonly margin: number };
  readonly opposes: { readonly node: NodeName; readonly score: number; readonly margin: number };
  readonly flips: boolean;
  readonly doubles: boolean;
  /** Of other heads ablated one by one, those that neither flip nor double. */
  readonly random: { readonly n: number; readonly less: number };
}

export interface OscillationHit extends HitBase<'⇌', 'oscillation'> {
  /** The word that comes back, and the one between. */
  readonly words: readonly [Token, Token];
  readonly layers: readonly [number, number, number];
}

export type ResidueHit = MisfireHit | RejectedHit | CollisionHit | OscillationHit;
