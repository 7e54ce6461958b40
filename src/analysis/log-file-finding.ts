import type { FindingBase } from './findings.ts';

/** The log, or one metric of it, as a file. */
export interface LogFileFinding extends FindingBase<'log-file'> {
  readonly over: 'session' | 'channel';
  readonly format: 'jsonl' | 'csv' | 'parquet';
  /** null: all of them. */
  readonly metric: string | null;
  /** A row is one number of one answer. */
  readonly rows: number;
  readonly metrics: number;
  readonly file: string;
  readonly bytes: number;
}
