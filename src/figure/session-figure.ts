import type { FigureBase } from './figure-base.ts';

/** Turns from top to bottom, each in the lane of who asked. */
export interface SessionFigure extends FigureBase {
  readonly kind: 'session';
  /** One for each lane, at most {@link LANES}. */
  readonly people: readonly {
    readonly label: string;
    /** Stands in the person's marks. */
    readonly initial: string;
    /** `3 asked` */
    readonly note: string;
    /** Takes part no longer: drawn hollow. */
    readonly gone: boolean;
  }[];
  readonly rows: readonly {
    readonly number: string;
    /** `00:12`, with the day where it begins. */
    readonly time: string;
    /** Absent where it is not known who asked. */
    readonly lane?: number;
    /** Empty for plain words. */
    readonly typed: string;
    readonly text: string;
  }[];
}

export const LANES = 6;
