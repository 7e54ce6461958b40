import type { MeasureWorth } from '../analysis/samples-finding.ts';

/** Written by bench/hallucination/run.ts from docs/hallucination.json. */
export const MEASURED: readonly {
  readonly fingerprint: string;
  readonly measures: readonly MeasureWorth[];
}[] = [];
