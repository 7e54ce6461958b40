import { limitsAt, overOf } from '../../src/analysis/collapse.ts';
import type { Measure, Measures } from '../../src/analysis/trajectory-finding.ts';
import { measureTexts } from '../../src/dispatch/collapse-detect.ts';
import type { CollapseRates } from '../../src/dispatch/collapse-rates.ts';
import type { Ask } from '../../src/dispatch/command.ts';
import { passagesFor, shuffled } from './passages.ts';

/** Measures of passages, as they are and shuffled. */
export interface Passages {
  readonly natural: readonly Measures[];
  readonly shuffled: readonly Measures[];
}

const DEGREES = Array.from({ length: 19 }, (_, i) => Number((0.05 * (i + 1)).toFixed(2)));

export async function measurePassages(ask: Ask): Promise<Passages> {
  const texts = await passagesFor(ask);
  const natural = await measureTexts(ask, texts);
  const mixed = await measureTexts(ask, shuffled(texts));
  return { natural: natural.passes.map(rounded), shuffled: mixed.passes.map(rounded) };
}

/** How often each measure trips at each degree. */
export const ratesOf = (model: string, { natural, shuffled: mixed }: Passages): CollapseRates[number] => ({
  model,
  texts: natural.length,
  degrees: DEGREES,
  rates: byMeasure((measure) => ({
    natural: DEGREES.map((degree) => rate(natural, measure, degree)),
    shuffled: DEGREES.map((degree) => rate(mixed, measure, degree)),
  })),
});

function rate(passages: readonly Measures[], measure: Measure, degree: number): number | null {
  const measured = passages.filter((each) => each[measure] !== null);
  const over = measured.filter((each) => overOf(each, limitsAt(degree)).includes(measure));
  return measured.length === 0 ? null : Number((over.length / measured.length).toFixed(4));
}

const rounded = ({ measures }: { readonly measures: Measures }): Measures =>
  byMeasure((measure) => {
    const value = measures[measure];
    return value === null ? null : Number(value.toFixed(5));
  });

const byMeasure = <Value>(of: (measure: Measure) => Value): Record<Measure, Value> => ({
  repetition: of('repetition'),
  distinct: of('distinct'),
  entropy: of('entropy'),
  cosine: of('cosine'),
  kl: of('kl'),
  period: of('period'),
});
