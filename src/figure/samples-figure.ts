import type { FigureBase } from './figure-base.ts';

/** Sampled answers by itself and with evidence, side by side, and what follows which. */
export interface SamplesFigure extends FigureBase {
  readonly kind: 'samples';
  /** One, or two where there is evidence. */
  readonly sides: readonly SamplesSide[];
  /** In the order of the sides; absent where the two do not contradict each other. */
  readonly followers?: readonly [FollowersPanel, FollowersPanel];
  /** Next words of each side, where nothing is said of what follows which. */
  readonly words?: readonly (readonly SharedBar[])[];
}

export interface SamplesSide {
  readonly heading: string;
  /** The evidence, cut. */
  readonly quote: string;
  readonly bars: readonly SharedBar[];
  readonly gauge: EntropyGauge;
  readonly strip: readonly StripToken[];
  /** `+5 more tokens`, empty where all are shown. */
  readonly more: string;
}

/** What a bar stands for, besides its length. */
export type BarTone = 'lead' | 'plain' | 'memory' | 'context' | 'rest';

export interface SharedBar {
  readonly label: string;
  /** 0..1 */
  readonly share: number;
  /** `5 of 8` */
  readonly value: string;
  readonly tone: BarTone;
}

/** An estimate on its scale, 0..1, with its interval. */
export interface EntropyGauge {
  readonly text: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

export interface StripToken {
  readonly label: string;
  readonly prob: StripCell;
  readonly entropy: StripCell;
  readonly settle: StripCell;
}

export interface StripCell {
  readonly text: string;
  /** 0..1, how deep its colour is. */
  readonly share: number;
}

export interface FollowersPanel {
  readonly heading: string;
  readonly tone: 'memory' | 'context';
  readonly rows: readonly {
    readonly kind: 'head' | 'mlp';
    readonly name: string;
    readonly value: string;
    /** Against the largest effect drawn, −1..1. */
    readonly share: number;
  }[];
  /** `6 at once −2.04`, and what random sets do; empty where nothing follows. */
  readonly together: string;
  /** Random sets do as much. */
  readonly weak: boolean;
}
