import type { MeasureWorth } from '../analysis/samples-finding.ts';

/** Written by bench/hallucination/run.ts from docs/hallucination.json: change nothing here by hand. */
export const MEASURED: readonly {
  readonly fingerprint: string;
  readonly measures: readonly MeasureWorth[];
}[] = [
  {
    fingerprint: 'b0833793b91a87bf3e4bfebdfa73ebe5615093aa115819373037701b41f4bece',
    measures: [
      {
        measure: 'next-token entropy',
        auroc: 1,
        low: 1,
        high: 1,
        known: { n: 64, median: 0.057 },
        unknown: { n: 64, median: 1.9508 },
        adds: null,
      },
      {
        measure: 'probability',
        auroc: 1,
        low: 1,
        high: 1,
        known: { n: 64, median: 0.9936 },
        unknown: { n: 64, median: 0.5276 },
        adds: { value: 0, low: 0, high: 0 },
      },
      {
        measure: 'margin',
        auroc: 0.9949,
        low: 0.9866,
        high: 1,
        known: { n: 64, median: 6.2439 },
        unknown: { n: 64, median: 1.3076 },
        adds: { value: 0, low: 0, high: 0 },
      },
      {
        measure: 'settle depth',
        auroc: 0.6791,
        low: 0.5886,
        high: 0.7642,
        known: { n: 64, median: 4 },
        unknown: { n: 64, median: 4 },
        adds: { value: 0, low: 0, high: 0 },
      },
      {
        measure: 'cluster entropy',
        auroc: 0.9517,
        low: 0.9124,
        high: 0.9838,
        known: { n: 64, median: 0 },
        unknown: { n: 64, median: 0.7356 },
        adds: { value: 0, low: 0, high: 0 },
      },
      {
        measure: 'disagreement',
        auroc: 0.9517,
        low: 0.9124,
        high: 0.9838,
        known: { n: 64, median: 0 },
        unknown: { n: 64, median: 0.25 },
        adds: { value: 0, low: 0, high: 0 },
      },
      {
        measure: 'answer entropy',
        auroc: 1,
        low: 1,
        high: 1,
        known: { n: 64, median: 0.0285 },
        unknown: { n: 64, median: 0.9754 },
        adds: { value: 0, low: 0, high: 0 },
      },
    ],
  },
];
