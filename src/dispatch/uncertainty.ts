import type { AnswerSide, MeasureName } from '../analysis/samples-finding.ts';
import type { UncertaintyFinding } from '../analysis/uncertainty-finding.ts';
import { answerPrompts } from './answer-prompts.ts';
import { answerSide, type Sampled } from './answer-side.ts';
import type { Ask } from './command.ts';
import { worthOf, worthOfMeasure, worthWords } from './uncertainty-worth.ts';

type Measure = UncertaintyFinding['measures'][number];

/**
 * Everything cheap that tells how sure the model is of what it says next, side by side, each with what
 * it is worth where that was measured.
 *
 * @throws {DispatchError} `evidence-too-long`
 */
export async function uncertainty(ask: Ask, sampled: Sampled): Promise<UncertaintyFinding> {
  const { without } = await answerPrompts(ask, undefined, 'plain', sampled.longest);
  const side = await answerSide(ask, without, sampled);
  const { texts, clusters, entropy, interval, next, answer, lens } = side;
  return {
    kind: 'uncertainty',
    method: `next-token distribution; settle depth by the ${lens} lens; ${sampled.samples} answers at temperature ${sampled.temperature}, clusters by normalised string`,
    unit: 'nats, logits, layers, shares: beside each measure',
    control:
      worthOf(ask.model).length === 0
        ? 'none on this model'
        : 'known and unknown questions, docs/hallucination.md',
    caveats: [
      ...worthWords(ask.model, ['next-token entropy', 'cluster entropy', 'settle depth']),
      ...addsWords(ask),
      'Every measure tells how sure the model is, none whether it is right: what it learnt wrong it says surely.',
      'Next-token entropy counts two ways to begin one answer as doubt; samples do not, but see only what was drawn.',
    ],
    texts,
    clusters,
    entropy,
    interval,
    next,
    answer,
    lens,
    temperature: sampled.temperature,
    seed: ask.seed,
    measures: measuresOf(side).map((measure) => ({
      ...measure,
      worth: worthOfMeasure(ask.model, measure.measure),
    })),
  };
}

function measuresOf({ next, entropy, clusters }: AnswerSide): Omit<Measure, 'worth'>[] {
  return [
    { measure: 'next-token entropy', value: next.entropy, unit: 'nats' },
    { measure: 'margin', value: next.margin, unit: 'logits' },
    { measure: 'settle depth', value: next.settle, unit: 'layer' },
    { measure: 'cluster entropy', value: entropy, unit: 'nats' },
    { measure: 'disagreement', value: 1 - (clusters[0]?.p ?? 0), unit: 'share' },
  ];
}

/** Which measures add to plain next-token entropy: those whose interval is above nothing. */
function addsWords({ model }: Ask): string[] {
  const named: readonly MeasureName[] = ['margin', 'settle depth', 'cluster entropy', 'disagreement'];
  const found = worthOf(model).filter(({ measure }) => named.includes(measure));
  if (found.length === 0) return [];
  const add = found.filter(({ adds }) => adds !== null && adds.low > 0).map(({ measure }) => measure);
  return [
    add.length === 0
      ? `None of the others (${found.map(({ measure }) => measure).join(', ')}) told them apart better together with next-token entropy than that alone.`
      : `Together with next-token entropy ${add.join(', ')} told them apart better than that alone.`,
  ];
}
