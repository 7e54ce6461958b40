import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { MEASURES, type MeasureName, type MeasureWorth } from '../analysis/samples-finding.ts';
import type { ModelFacts } from '../kernel/model.ts';

const half = z.strictObject({ n: z.int(), median: z.number() });

/** Written by bench/hallucination/run.ts from docs/hallucination.json; no number in it is typed by hand. */
const table = z.array(
  z.strictObject({
    fingerprint: z.string(),
    measures: z.array(
      z.strictObject({
        measure: z.enum(MEASURES),
        auroc: z.number(),
        low: z.number(),
        high: z.number(),
        known: half,
        unknown: half,
        adds: z.strictObject({ value: z.number(), low: z.number(), high: z.number() }).nullable(),
      }),
    ),
  }),
);

const MEASURED: readonly { readonly fingerprint: string; readonly measures: readonly MeasureWorth[] }[] =
  table.parse(JSON.parse(readFileSync(new URL('./uncertainty-worth.json', import.meta.url), 'utf8')));

/** What each measure is worth on this model; nothing where nobody measured it. */
export const worthOf = ({ fingerprint }: ModelFacts): readonly MeasureWorth[] =>
  MEASURED.find((each) => each.fingerprint === fingerprint)?.measures ?? [];

export const worthOfMeasure = (model: ModelFacts, measure: MeasureName): MeasureWorth | null =>
  worthOf(model).find((each) => each.measure === measure) ?? null;

/** What a number is worth, in a sentence; empty where nobody measured it. */
export function worthWords(model: ModelFacts, measures: readonly MeasureName[]): string[] {
  const found = measures.flatMap((measure) => worthOfMeasure(model, measure) ?? []);
  const [first] = found;
  if (first === undefined)
    return ['What these numbers are worth was not measured on this model: see docs/hallucination.md.'];
  const list = found.map(
    ({ measure, auroc, low, high }) =>
      `${measure} ${auroc.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`,
  );
  return [
    `On this model ${first.known.n} questions that it can answer and ${first.unknown.n} that nobody could were told apart with AUROC: ${list.join(', ')}; .5 is chance.`,
  ];
}
