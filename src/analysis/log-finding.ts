import type { FindingBase } from './findings.ts';

/** A number of the log over the answers of a session or a channel; `unit` is the metric's. */
export interface LogFinding extends FindingBase<'log'> {
  readonly over: 'session' | 'channel';
  /** null where none was named: `metrics` stands for it. */
  readonly metric: { readonly name: string; readonly what: string } | null;
  /** The last ones, oldest first. */
  readonly points: readonly LogPoint[];
  /** Of the points with a value. */
  readonly median: number | null;
  /** What the log holds, where no metric was named. */
  readonly metrics: readonly {
    readonly name: string;
    readonly unit: string;
    readonly what: string;
    readonly latest: { readonly value: number | null; readonly at: number };
  }[];
}

export interface LogPoint {
  /** When the answer was remembered, milliseconds since 1970. */
  readonly at: number;
  /** null: asked for, and there was none. */
  readonly value: number | null;
  /** Id of the answer. */
  readonly turn: string;
  readonly command: string;
  /** What was asked about, cut where long. */
  readonly text: string;
  readonly model?: string;
  /** Who asked, and the id. */
  readonly by?: string;
  readonly person?: string;
  readonly thread?: string;
}
