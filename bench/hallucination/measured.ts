import type { Found } from './conflicts.ts';
import type { Row } from './measure.ts';
import type { Summary } from './summary.ts';

/** One model's answers to one set. */
export interface MeasuredSet<T> {
  readonly model: string;
  readonly fingerprint: string;
  readonly rows: readonly T[];
}

/** What docs/hallucination.md says, beside it as docs/hallucination.json. */
export interface Measured {
  readonly shipped?: MeasuredSet<Row>;
  readonly smollm2?: MeasuredSet<Row>;
  readonly 'shipped-conflicts'?: MeasuredSet<Found>;
  readonly 'smollm2-conflicts'?: MeasuredSet<Found>;
}

/** A set with its figures. */
export interface Told extends MeasuredSet<Row> {
  readonly summaries: readonly Summary[];
}
