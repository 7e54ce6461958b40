import type { ConflictFinding } from '../analysis/conflict-finding.ts';
import type { AnswerSide, SamplesFinding } from '../analysis/samples-finding.ts';
import { type AnswerPrompts, answerPrompts } from './answer-prompts.ts';
import { answerSide, type Sampled } from './answer-side.ts';
import type { Ask } from './command.ts';
import { conflictOf } from './conflict.ts';
import { worthOf } from './uncertainty-worth.ts';

export interface HallucinationAsk extends Sampled {
  readonly evidence: string | undefined;
  readonly form: SamplesFinding['form'];
}

/**
 * Answers without and with the evidence, and where the two contradict each other, which parts of the
 * model follow which.
 *
 * @throws {DispatchError} `evidence-too-long`, `evidence-empty`
 */
export async function hallucination(
  ask: Ask,
  asked: HallucinationAsk,
): Promise<[SamplesFinding, ...ConflictFinding[]]> {
  const prompts = await answerPrompts(ask, asked.evidence, asked.form, asked.longest);
  const steps = prompts.with === null ? 1 : 3;
  const step = (done: number, words: string) =>
    ask.options.onProgress?.({ step: words, done, total: steps, unit: 'steps' });
  step(0, 'Sampling answers');
  const without = await answerSide(ask, prompts.without, asked);
  if (prompts.with === null) return [samplesFinding(ask, asked, without, null)];
  step(1, 'Sampling answers with the evidence');
  const withIt = await answerSide(ask, prompts.with, asked);
  step(2, 'Asking which heads follow the evidence');
  const conflict = await conflictFor(ask, prompts, without);
  return [samplesFinding(ask, asked, without, withIt), ...(conflict === undefined ? [] : [conflict])];
}

const conflictFor = async (
  ask: Ask,
  { without, with: withIt }: AnswerPrompts,
  { next }: AnswerSide,
): Promise<ConflictFinding | undefined> =>
  withIt === null ? undefined : conflictOf(ask, { without, withIt }, next.token);

function samplesFinding(
  { model, seed }: Ask,
  { samples, temperature, longest, form }: HallucinationAsk,
  without: AnswerSide,
  withIt: AnswerSide | null,
): SamplesFinding {
  const { texts, clusters, entropy } = without;
  return {
    kind: 'samples',
    method: `${samples} answers at temperature ${temperature}, up to ${longest} tokens or the end of the clause; clusters by normalised string; discrete entropy −Σ p log p (Farquhar, Nature 630:625, there over meanings); lookback ratio (2407.07071)`,
    unit: 'nats; probability, 0 to 1',
    control:
      withIt === null
        ? 'bootstrap over the samples, 95 %'
        : 'bootstrap over the samples, 95 %; the same without the evidence, and with every token of it hidden',
    caveats: caveatsOf(samples),
    texts,
    clusters,
    entropy,
    form,
    temperature,
    seed,
    longest,
    without,
    with: withIt,
    worth: worthOf(model),
  };
}

/** Chance that samples all agree although other answers hold more than a share of the probability: 5 %. */
const unseen = (samples: number): number => 1 - 0.05 ** (1 / samples);

const caveatsOf = (samples: number): string[] => [
  'Clusters are answers with the same words, not the same meaning: two ways to say one thing count as two.',
  `The entropy of ${samples} samples is at most ${Math.log(samples).toFixed(2)} nats and on average too low; ${samples} that agree still leave other answers up to ${Math.round(100 * unseen(samples))} % (95 %).`,
  'No measure here knows what is true: a model is as sure of what it learnt wrong.',
  'The lookback ratio describes; it detects nothing until it is calibrated.',
];
