import type { FigureBase } from './figure-base.ts';

/** What a channel keeps in mind, an anchor a row: how much of it is left, and what it did. */
export interface ScaffoldFigure extends FigureBase {
  readonly kind: 'scaffold';
  readonly rows: readonly ScaffoldRow[];
  /** Weight below which an anchor enters no answer, 0..1: a mark on every bar. */
  readonly faded: number;
  /** Nats at the end of the effects' scale; absent where nothing was measured. */
  readonly scale?: string;
}

export interface ScaffoldRow {
  readonly name: string;
  readonly text: string;
  /** 0..1 */
  readonly weight: number;
  /** `.78` */
  readonly weightText: string;
  /** `3 answers × .92` */
  readonly age: string;
  readonly isFaded: boolean;
  readonly effect?: {
    /** Against the largest, −1..1, and how far its error reaches. */
    readonly share: number;
    readonly error: number;
    /** `+4.1 ± 0.2` */
    readonly text: string;
    /** Beyond its error, and no small part of the largest. */
    readonly moved: boolean;
  };
}
