import type { Finding } from '../analysis/findings.ts';
import type { InterventionControl, InterventionFinding } from '../analysis/intervention-finding.ts';
import { percent, signed } from '../kernel/numbers.ts';
import type { Reply } from '../kernel/reply.ts';
import { quoted } from '../kernel/token-label.ts';
import { asked } from './attribution-words.ts';
import { findingOf } from './finding-of.ts';

/** Parts named as having changed most. */
const NAMED = 4;

/** What an edit did, in sentences, the weightiest first. */
export function comparisonWords(reply: Reply<Finding>): string[] {
  const finding = findingOf(reply, 'intervention');
  const { edits, baseline } = finding;
  return [
    `Before and after ${edits.slice(0, 6).join(', ')}${edits.length > 6 ? ` and ${edits.length - 6} more` : ''}: ${asked(reply)}`,
    answerWords(finding),
    klWords(finding),
    metricWords(finding),
    baseline === null ? '' : baselineWords(baseline),
  ].filter((sentence) => sentence !== '');
}

function baselineWords({ source, words }: NonNullable<InterventionFinding['baseline']>): string {
  if (source === 'zero') return 'Ablated parts put out zero.';
  return `Ablated parts ${source === 'mean' ? 'put out the' : 'are'} ${words}.`;
}

function answerWords({ before, after, words }: InterventionFinding): string {
  const of = (id: number) => words.find((word) => word.id === id);
  const old = of(before.answer.id);
  const [was, is] = [before.answer.prob, old?.after.prob ?? Number.NaN].map(percent);
  const name = quoted(before.answer.text);
  const goes = was === is ? `${name} stays at ${is}` : `${name} goes from ${was} to ${is}`;
  if (after.answer.id === before.answer.id) return `The model still says ${name}: ${was} before, ${is} now.`;
  const risen = of(after.answer.id);
  return `${goes}; the model now says ${quoted(after.answer.text)} (${percent(risen?.before.prob ?? Number.NaN)} before, ${percent(after.answer.prob)} now).`;
}

function klWords({ kl, controls }: InterventionFinding): string {
  const whole = `KL(before ‖ after) is ${nats(kl)} nats.`;
  return [whole, ...controls.map((control) => controlWords(control, kl))].join(' ');
}

const controlWords = ({ of, drawn, kl, median, p95 }: InterventionControl, whole: number): string =>
  `${lead(of, kl, whole)}${drawn} do ${nats(median)} in the median and ${nats(p95)} at the 95th percentile${kl > p95 || of === 'words' ? '' : ', so this is nothing special'}.`;

/** Said where the control is not of the whole edit. */
const lead = (of: InterventionControl['of'], kl: number, whole: number): string =>
  kl === whole ? '' : `The ${of} alone do ${nats(kl)}; `;

function metricWords({ before, after, changes, components, parts }: InterventionFinding): string {
  const change = after.metric.value - before.metric.value;
  const split =
    components.length === 0
      ? `components ${signed(changes.others)}, final norm ${signed(changes.norm)}`
      : `the edited ${signed(changes.own)}, the others ${signed(changes.others)}, the final norm ${signed(changes.norm)}`;
  const most = [...parts]
    .sort((a, b) => Math.abs(b.change) - Math.abs(a.change))
    .filter((part) => part.change !== 0)
    .slice(0, NAMED)
    .map((part) => `${partName(part.node)} ${signed(part.change)}`);
  const named = most.length === 0 ? '' : ` Most changed: ${most.join(', ')}.`;
  return `${metricName(before.metric)} goes from ${signed(before.metric.value)} to ${signed(after.metric.value)} logits (${signed(change)}: ${split}, direct).${repair(changes)}${named}`;
}

/** Share of what the edited parts did that the others must undo to be worth a sentence. */
const REPAIRED = 0.1;

/** Components that change the other way make good a part of the damage (self-repair, McGrath 2307.15771). */
function repair({ own, others }: InterventionFinding['changes']): string {
  const undone = -others / own;
  return own !== 0 && undone >= REPAIRED && undone <= 1
    ? ` The others undo ${percent(undone)} of what the edited parts did.`
    : '';
}

/** `“Paris” over “Rome”` */
export const metricName = ({ tokens }: InterventionFinding['before']['metric']): string =>
  tokens.map(({ text }) => quoted(text)).join(' over ');

export const partName = (node: string): string => (node === 'E' ? 'emb' : node === 'B' ? 'bias' : node);

/** A divergence: without a sign, `2e-5` where it is small. */
export const nats = (size: number): string => signed(size).replace(/^\+/, '');
