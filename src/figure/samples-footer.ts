import type { AnswerSide, SamplesFinding } from '../analysis/samples-finding.ts';
import { signed } from '../kernel/numbers.ts';
import type { FooterFact } from './figure-base.ts';
import { nats } from './samples-side.ts';

/** The measures of one number, without → with the evidence, and what the first is worth. */
export function samplesFooter({ without, with: withIt, worth }: SamplesFinding): FooterFact[] {
  const both = (of: (side: AnswerSide) => string): string =>
    withIt === null ? of(without) : `${of(without)} → ${of(withIt)}`;
  const entropy = worth.find(({ measure }) => measure === 'next-token entropy');
  return [
    { label: 'next-token entropy', value: `${both(({ next }) => nats(next.entropy))} nats` },
    ...(withIt?.effect == null
      ? []
      : [{ label: 'hiding the evidence', value: `${signed(-withIt.effect.value)} nats` }]),
    { label: 'margin', value: both(({ next }) => nats(next.margin)) },
    { label: 'lookback', value: both(({ lookback }) => (lookback === null ? '–' : nats(lookback.mean))) },
    ...(entropy === undefined
      ? []
      : [{ label: 'entropy tells known from unknown: AUROC', value: entropy.auroc.toFixed(2) }]),
  ];
}
