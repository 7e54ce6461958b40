import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { degreeOf } from '../analysis/collapse.ts';
import { type FalsePositives, MEASURES, type Measure } from '../analysis/trajectory-finding.ts';

const share = z.number().min(0).max(1);
const rate = z.array(share.nullable());

/** Written by bench/collapse/rates.ts; no number in it is typed by hand. */
const table = z.array(
  z.strictObject({
    model: z.string(),
    texts: z.int(),
    degrees: z.array(share),
    rates: z.record(z.enum(MEASURES), z.strictObject({ natural: rate, shuffled: rate })),
  }),
);

export type CollapseRates = z.infer<typeof table>;

const ALL = table.parse(JSON.parse(readFileSync(new URL('./collapse-rates.json', import.meta.url), 'utf8')));

/**
 * How often each measure trips on ordinary passages and on their shuffles: at the measured degree next below
 * that of its limit, so that at the limit itself it is as often at most.
 */
export function falsePositivesOf(
  model: string,
  limits: Readonly<Record<Measure, number>>,
): FalsePositives | null {
  const found = ALL.find((each) => each.model === model);
  if (found === undefined) return null;
  const rateOf = (measure: Measure): FalsePositives['rates'][Measure] => {
    const degree = degreeOf(measure, limits[measure]);
    const at = found.degrees.findLastIndex((each) => each <= degree + 1e-9);
    const { natural, shuffled } = found.rates[measure];
    return { natural: natural[at] ?? null, shuffled: shuffled[at] ?? null };
  };
  return {
    texts: found.texts,
    rates: {
      repetition: rateOf('repetition'),
      distinct: rateOf('distinct'),
      entropy: rateOf('entropy'),
      cosine: rateOf('cosine'),
      kl: rateOf('kl'),
      period: rateOf('period'),
    },
  };
}
