import type { ConflictFinding } from '../analysis/conflict-finding.ts';
import type { Finding } from '../analysis/findings.ts';
import type { AnswerSide, SamplesFinding } from '../analysis/samples-finding.ts';
import { percent, signed } from '../kernel/numbers.ts';
import type { Reply } from '../kernel/reply.ts';
import { cut, isolate, printable, quoted } from '../kernel/token-label.ts';
import { findingOf } from './finding-of.ts';
import { answerLabel } from './samples-bars.ts';
import { nats } from './samples-side.ts';

const NAMED = 3;

export const conflictOf = ({ findings }: Reply<Finding>): ConflictFinding | undefined =>
  findings.find((finding) => finding.kind === 'conflict');

/** What was put in front, as its tokens read. */
export function evidenceText(side: AnswerSide | null): string {
  if (side === null || side.evidence === null) return '';
  const { from, to } = side.evidence;
  return side.prompt.tokens
    .slice(from, to)
    .map(({ text }) => text)
    .join('')
    .trim();
}

/** A longer text inside a sentence, on one line. */
export const inQuotes = (text: string, most: number): string =>
  `“${isolate(cut(printable(text.replace(/\s+/g, ' ').trim()), most))}”`;

/** The whole in sentences: what it says by itself, with the evidence, what follows which, what that is worth. */
export function samplesWords(reply: Reply<Finding>): string[] {
  const finding = findingOf(reply, 'samples');
  const conflict = conflictOf(reply);
  const known = worthSentence(finding);
  return [
    `${inQuotes(reply.prompt.text, 80)}: ${sideWords(finding.without)}`,
    ...(finding.with === null
      ? []
      : [`With ${inQuotes(evidenceText(finding.with), 120)} in front: ${sideWords(finding.with)}`]),
    ...(finding.with === null ? [] : [effectWords(finding.with)]),
    ...(conflict === undefined ? noConflict(finding) : conflictWords(conflict)),
    known,
  ].filter((sentence) => sentence !== '');
}

function sideWords({ clusters, texts, entropy, interval, next }: AnswerSide): string {
  const named = clusters
    .slice(0, NAMED)
    .map(({ text, members }) => `“${answerLabel(text, 30)}” ${members.length}`)
    .join(', ');
  const others = clusters.length > NAMED ? `, ${clusters.length - NAMED} other answers` : '';
  return `of ${texts.length} answers ${named}${others}; entropy over them ${nats(entropy)} nats (${nats(interval.low)} to ${nats(interval.high)}); next token ${quoted(next.token.text)} ${percent(next.prob)}, entropy ${nats(next.entropy)} nats, margin ${nats(next.margin)} logits.`;
}

const effectWords = ({ effect, answer }: AnswerSide): string =>
  effect === null
    ? ''
    : `With the evidence hidden from every later token the answer ${inQuotes(answer.text, 40)} changes by ${signed(-effect.value)} nats.`;

const noConflict = ({ with: side }: SamplesFinding): string[] =>
  side === null
    ? []
    : [
        'The evidence names no other word of the kind of the model’s own next one, so no head was asked which it follows.',
      ];

function conflictWords({
  context,
  memory,
  components,
  contextTogether,
  memoryTogether,
}: ConflictFinding): string[] {
  const list = (some: ConflictFinding['components']) =>
    some
      .slice(0, NAMED)
      .map(({ id, effect }) => `${id} ${signed(effect)}`)
      .join(', ');
  const follows = context.prob > memory.prob ? 'the evidence' : 'memory';
  const sides = [
    { who: 'the evidence', some: components.filter(({ effect }) => effect > 0), together: contextTogether },
    {
      who: 'memory',
      some: [...components].reverse().filter(({ effect }) => effect < 0),
      together: memoryTogether,
    },
  ];
  return [
    `Evidence says ${quoted(context.text)} (${percent(context.prob)}), memory ${quoted(memory.text)} (${percent(memory.prob)}, by itself ${percent(memory.without)}): the model follows ${follows}.`,
    ...sides.map(({ who, some, together }) =>
      some.length === 0 || together === null
        ? `Nothing measured follows ${who}.`
        : `For ${who}: ${list(some)} logits; ${together.components.length} at once ${signed(together.effect)}, random sets ${signed(together.random.low)} to ${signed(together.random.high)}.`,
    ),
  ];
}

function worthSentence({ worth }: SamplesFinding): string {
  const entropy = worth.find(({ measure }) => measure === 'next-token entropy');
  if (entropy === undefined) return '';
  const { known, unknown, auroc, low, high } = entropy;
  return `On this model next-token entropy told ${known.n} known questions (median ${nats(known.median)}) from ${unknown.n} unknown ones (${nats(unknown.median)}) with AUROC ${nats(auroc)} (${nats(low)} to ${nats(high)}).`;
}
