import type { FigureBase } from './figure-base.ts';

export type ResidueGlyph = '🝚' | '∴' | '⇌';

/** Residue map (tokens downwards, layers to the right) and wave trails on the same layers. */
export interface ResidueFigure extends FigureBase {
  readonly kind: 'residue';
  readonly layers: number;
  /** In prompt order; the last one answers. */
  readonly rows: readonly ResidueRow[];
  /** Largest |gap| of the map: the ends of its colours. */
  readonly most: number;
  /** Marks at a token's row. */
  readonly marks: readonly ResidueMark[];
  /** Marks of the answering position, below the tokens. */
  readonly answer: {
    readonly label: string;
    readonly marks: readonly (ResidueMark & { readonly label: string })[];
  };
  /** Upper to lower. */
  readonly waves: readonly Wave[];
}

export interface ResidueRow {
  readonly label: string;
  readonly sink: boolean;
  /** Named even where rows are too narrow for names. */
  readonly named: boolean;
  /** By layer, salience − work; null where no head counts. */
  readonly gaps: readonly (number | null)[];
}

export interface ResidueMark {
  readonly glyph: ResidueGlyph;
  readonly row: number;
  readonly layer: number;
  /** Drawn filled; a candidate that is not confirmed is hollow. */
  readonly confirmed: boolean;
}

/** One curve over the layers, or two that cross. */
export interface Wave {
  /** `gap`: share of the look minus share of the work, up and down from the middle; `lens`: probability; `writes`: logits, two curves. */
  readonly kind: 'gap' | 'lens' | 'writes';
  readonly label: string;
  readonly note: string;
  readonly values: readonly (number | null)[];
  /** The second curve, of `writes`. */
  readonly against?: readonly number[];
  /** What the full height is worth, and how that is written. */
  readonly most: number;
  readonly scale: string;
  readonly marks: readonly {
    readonly glyph: ResidueGlyph;
    readonly layer: number;
    readonly confirmed: boolean;
  }[];
}
