import { MEASURES, type MeasureWorth } from '../../src/analysis/samples-finding.ts';
import type { Told } from './measured.ts';
import type { Interval, Summary } from './summary.ts';

/** src/dispatch/uncertainty-worth.json: what replies say of their own numbers. */
export const worthTable = (told: readonly Told[]): string =>
  `${JSON.stringify(
    told.map(({ fingerprint, rows, summaries }) => {
      const known = rows.filter((row) => row.known).length;
      return {
        fingerprint,
        measures: MEASURES.flatMap((measure) =>
          summaries
            .filter((each) => each.measure === measure)
            .map((each): MeasureWorth => worthOf(each, measure, known, rows.length - known)),
        ),
      };
    }),
  )}\n`;

function worthOf(
  { auroc, known, unknown, beside }: Summary,
  measure: MeasureWorth['measure'],
  nKnown: number,
  nUnknown: number,
): MeasureWorth {
  // rows hold a margin turned round, so that larger is less sure, and 1 − probability
  const shown = (value: number): number =>
    round(measure === 'margin' ? -value : measure === 'probability' ? 1 - value : value);
  const { value, ...interval } = rounded(auroc);
  return {
    measure,
    auroc: value,
    ...interval,
    known: { n: nKnown, median: shown(known) },
    unknown: { n: nUnknown, median: shown(unknown) },
    adds: beside === null ? null : rounded(beside.together),
  };
}

const rounded = ({ value, low, high }: Interval): Interval => ({
  value: round(value),
  low: round(low),
  high: round(high),
});

const round = (value: number): number => Number(value.toFixed(4)) + 0;
