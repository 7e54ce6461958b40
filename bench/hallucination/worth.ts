import { MEASURES } from '../../src/analysis/samples-finding.ts';
import type { Told } from './measured.ts';
import type { Interval, Summary } from './summary.ts';

/** src/dispatch/uncertainty-measured.ts: what replies say of their own numbers. */
export const measuredSource = (told: readonly Told[]): string =>
  [
    "import type { MeasureWorth } from '../analysis/samples-finding.ts';",
    '',
    '/** Written by bench/hallucination/run.ts from docs/hallucination.json: change nothing here by hand. */',
    'export const MEASURED: readonly {',
    '  readonly fingerprint: string;',
    '  readonly measures: readonly MeasureWorth[];',
    '}[] = [',
    ...told.flatMap(modelLines),
    '];',
    '',
  ].join('\n');

/** As the formatter leaves it, for `npm run check`. */
const modelLines = ({ fingerprint, rows, summaries }: Told): string[] => {
  const known = rows.filter((row) => row.known).length;
  return [
    '  {',
    `    fingerprint: '${fingerprint}',`,
    '    measures: [',
    ...summaries
      .filter(({ measure }) => (MEASURES as readonly string[]).includes(measure))
      .flatMap((each) => measureLines(each, known, rows.length - known)),
    '    ],',
    '  },',
  ];
};

function measureLines(
  { measure, auroc, known, unknown, beside }: Summary,
  nKnown: number,
  nUnknown: number,
): string[] {
  // rows hold a margin turned round, so that larger is less sure, and 1 − probability
  const shown = (value: number): number =>
    round(measure === 'margin' ? -value : measure === 'probability' ? 1 - value : value);
  return [
    '      {',
    `        measure: '${measure}',`,
    ...numbers(auroc).map((line) => `        ${line.replace('value:', 'auroc:')}`),
    `        known: { n: ${nKnown}, median: ${shown(known)} },`,
    `        unknown: { n: ${nUnknown}, median: ${shown(unknown)} },`,
    beside === null
      ? '        adds: null,'
      : `        adds: { ${numbers(beside.together).join(' ').replace(/,$/, '')} },`,
    '      },',
  ];
}

const numbers = ({ value, low, high }: Interval): string[] => [
  `value: ${round(value)},`,
  `low: ${round(low)},`,
  `high: ${round(high)},`,
];

const round = (value: number): number => Number(value.toFixed(4)) + 0;
