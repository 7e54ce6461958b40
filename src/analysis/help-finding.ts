import type { FindingBase } from './findings.ts';

/** The commands there are, generated from their definitions; and the glyphs they draw, with how often each is wrong. */
export interface HelpFinding extends FindingBase<'help'> {
  readonly commands: readonly {
    readonly path: string;
    readonly asks: string;
    readonly example: string;
    readonly params: readonly {
      readonly name: string;
      readonly takes: string;
      readonly default: string;
      readonly doc: string;
    }[];
  }[];
  /** Of the one command, or the one glyph, that was asked about; absent where none is drawn. */
  readonly glyphs?: readonly GlyphHelp[];
}

/** One sign of a picture: what it stands for, and how far to trust it. */
export interface GlyphHelp {
  readonly glyph: string;
  readonly name: string;
  /** Path of the command that draws it. */
  readonly command: string;
  readonly measures: string;
  /** What must hold before it is drawn. */
  readonly threshold: string;
  readonly rates: readonly GlyphRate[];
}

/** How often a glyph appeared where nothing should have drawn it: `hits` of `tried`. */
export interface GlyphRate {
  /** The model, or the kind of weights. */
  readonly model: string;
  /** The null it was tried on: `random weights`, `shuffled prompts`. */
  readonly on: string;
  /** What is counted: `heads`, `prompts`. */
  readonly unit: string;
  readonly hits: number;
  readonly tried: number;
}
