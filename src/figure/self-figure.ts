import type { FigureBase } from './figure-base.ts';

/** What a model reads in its own states: two curves over the layers, words of some layers, other measurements beside them. */
export interface SelfFigure extends FigureBase {
  readonly kind: 'self';
  /** Layers, from the first. */
  readonly layers: number;
  readonly curves: readonly SelfCurve[];
  /** Layer from which the second curve leads the first for good. */
  readonly crosses: { readonly layer: number; readonly text: string } | null;
  /** The answer's probability in a lens, by layer. */
  readonly lens: { readonly label: string; readonly values: readonly number[] };
  readonly rows: readonly SelfRow[];
  /** What each reading is held against; nodes of a trace beside what it will say. */
  readonly beside: readonly {
    readonly tone: SelfTone | 'trace';
    readonly caption: string;
    readonly items: readonly { readonly agrees: boolean; readonly text: string }[];
  }[];
}

export type SelfTone = 'is' | 'says';

export interface SelfCurve {
  readonly tone: SelfTone;
  readonly label: string;
  /** By layer, 0 to 1: of the word looked for; under random vectors. */
  readonly values: readonly number[];
  readonly random: readonly number[];
  /** Without a patch. */
  readonly unpatched: number;
  readonly peak: { readonly layer: number; readonly text: string } | null;
}

/** Words of one layer, the deepest first. */
export interface SelfRow {
  readonly layer: string;
  readonly is: SelfCell;
  readonly says: SelfCell;
}

export interface SelfCell {
  readonly label: string;
  readonly prob: string;
  /** Of the same word, in the control that gives it more. */
  readonly control: string;
  /** A control gives this word too. */
  readonly given: boolean;
  /** It is the word looked for. */
  readonly found: boolean;
}
