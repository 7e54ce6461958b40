import type { Collision, CollisionTest } from './collision.ts';
import type { NodeName } from './findings.ts';
import type { LensWord, Oscillation, RejectedWord } from './rejected-words.ts';
import type { ResidueFinding, ResidueLook, ResidueThresholds } from './residue-finding.ts';

/** What a prompt's patterns are judged by; thresholds decided only what was tested. */
export interface ResidueMeasured extends Pick<ResidueFinding, 'answer' | 'rival' | 'margin' | 'writes'> {
  readonly layers: ResidueLook['layers'];
  readonly sinks: readonly number[];
  readonly sources: readonly ({ readonly salience: number; readonly effect: number } | null)[];
  readonly rejected: readonly (RejectedWord & RejectedTest)[];
  /** By rejected word, its lens probability after each layer; where it was asked for. */
  readonly curves?: readonly (readonly number[])[];
  readonly oscillation?: Oscillation & OscillationTest;
  readonly collision?: Collision & { readonly test?: CollisionTest };
  /** By layer, the likeliest words after it. */
  readonly words: readonly (readonly LensWord[])[];
  readonly notes: readonly string[];
}

/** How loose a candidate may be to be tested. */
export type Candidates = Pick<ResidueThresholds, 'overPrior' | 'middle' | 'gone' | 'strength' | 'write'>;

export interface Part {
  readonly node: NodeName;
  /** Direct, logits. */
  readonly score: number;
}

/** What happened to a rejected word when its suppressors were taken out. */
export interface RejectedTest {
  readonly suppressors: readonly Part[];
  /** null: there was nothing to ablate, or nothing to ablate it to. */
  readonly restored: number | null;
  readonly random: { readonly n: number; readonly less: number };
}

export interface OscillationTest {
  /** What speaks most for the word that comes back, between the flip and its return. */
  readonly returner?: Part;
  /** Without it the other word still leads where the first had come back. */
  readonly stays: boolean;
  readonly random: { readonly n: number; readonly less: number };
}
