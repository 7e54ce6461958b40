import type { Finding } from '../analysis/findings.ts';
import { percent } from '../kernel/numbers.ts';
import type { Reply } from '../kernel/reply.ts';
import { cut, quoted } from '../kernel/token-label.ts';
import type { FooterFact } from './figure-base.ts';
import { findingOf } from './finding-of.ts';

/** Scores that agree less with exact effects are marked. */
const DOUBTFUL = 0.6;

/** Against what the drivers were measured, and how far to believe them. */
export function forkFooter(reply: Reply<Finding>): FooterFact[] {
  const { agreement, ablation, sources } = findingOf(reply, 'branches');
  if (ablation === null) return [{ label: 'no other prompt to hold this against', value: '' }];
  return [
    baseline(reply) ?? { label: ablation, value: '' },
    ...(agreement === undefined ? [] : [agreementFact(agreement)]),
    { label: `random ≤: 95 % of 20 sets of as many ${sources === 'tokens' ? 'tokens' : 'nodes'}`, value: '' },
  ];
}

function baseline({ findings }: Reply<Finding>): FooterFact | undefined {
  const found = findings.find((finding) => finding.kind === 'counterfactual');
  if (found === undefined) return undefined;
  const { source, edits, answer, versions } = found;
  const [edit] = edits;
  if (source === 'corrupted mean' || edit === undefined)
    return { label: 'weaker baseline', value: `mean of ${versions} corrupted prompts`, tone: 'warn' };
  const exchanged = `${word(edit.from.text)} → ${word(edit.to.text)}`;
  return {
    label: 'against',
    value: `${exchanged} (${quoted(answer.text, 12)} ${percent(answer.prob)})`,
  };
}

const word = (text: string): string => cut(quoted(text, 12).slice(1, -1), 14);

function agreementFact({ r }: { readonly r: number | null }): FooterFact {
  const label = 'score ~ effect';
  if (r === null) return { label, value: '–' };
  return { label, value: `r ${r.toFixed(2).replace('-', '−')}`, tone: r < DOUBTFUL ? 'warn' : 'good' };
}
