import type { Ask } from './command.ts';

/** Steps of a trace, for the people who wait: its answer, counterfactual, scores, effects, receipt, and what the answering position shows. */
const STEPS = 6;

/** Says what is known so far and what is done next; the first words of a reply. */
export const step = ({ options }: Pick<Ask, 'options'>, done: number, words: string, total = STEPS): void =>
  options.onProgress?.({ step: words, done, total, unit: 'steps' });
