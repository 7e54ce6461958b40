import type { Finding } from '../analysis/findings.ts';
import type { UncertaintyFinding } from '../analysis/uncertainty-finding.ts';
import { percent } from '../kernel/numbers.ts';
import type { Reply } from '../kernel/reply.ts';
import { quoted } from '../kernel/token-label.ts';
import { findingOf } from './finding-of.ts';
import { answerLabel } from './samples-bars.ts';
import { nats, settleName } from './samples-side.ts';
import { inQuotes } from './samples-words.ts';

type Measure = UncertaintyFinding['measures'][number];

const NAMED = 3;

/** `0.10 nats`, `4.96 logits`, `L24`, `12 %` */
export function measureValue({ value, unit }: Pick<Measure, 'value' | 'unit'>): string {
  if (unit === 'layer') return settleName(value);
  if (unit === 'share') return percent(value ?? Number.NaN);
  return `${nats(value ?? Number.NaN)} ${unit}`;
}

/** The card in sentences: what it says, every measure, and what the measures are worth. */
export function uncertaintyWords(reply: Reply<Finding>): string[] {
  const { next, clusters, texts, measures, interval } = findingOf(reply, 'uncertainty');
  const named = clusters
    .slice(0, NAMED)
    .map(({ text, members }) => `“${answerLabel(text, 30)}” ${members.length}`)
    .join(', ');
  return [
    `${inQuotes(reply.prompt.text, 80)} goes on with ${quoted(next.token.text)} (${percent(next.prob)}).`,
    `${measures.map((measure) => `${measure.measure} ${measureValue(measure)}`).join(', ')}.`,
    `Of ${texts.length} sampled answers: ${named}; entropy over them within ${nats(interval.low)} to ${nats(interval.high)} nats.`,
    worthWords(measures),
  ].filter((sentence) => sentence !== '');
}

function worthWords(measures: readonly Measure[]): string {
  const found = measures.flatMap(({ worth }) => worth ?? []);
  const [first] = found;
  if (first === undefined) return 'What these numbers are worth was not measured on this model.';
  const list = found.map(({ measure, auroc }) => `${measure} ${nats(auroc)}`).join(', ');
  return `AUROC on ${first.known.n} known and ${first.unknown.n} unknown questions: ${list}.`;
}
