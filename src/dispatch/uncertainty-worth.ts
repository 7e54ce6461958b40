import type { MeasureName, MeasureWorth } from '../analysis/samples-finding.ts';
import type { ModelFacts } from '../kernel/model.ts';
import { MEASURED } from './uncertainty-measured.ts';

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
