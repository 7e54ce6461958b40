import type { AttributionFinding, Finding } from '../analysis/findings.ts';
import type { Reply } from '../kernel/reply.ts';
import { findingOf } from './finding-of.ts';
import { readNode } from './node-name.ts';
import { count, percent, signed } from './numbers.ts';
import { cut, quoted } from './token-label.ts';

type Node = AttributionFinding['nodes'][number];

/** What the attribution console says, in sentences, the weightiest first. */
export function attributionWords(reply: Reply<Finding>): string[] {
  const graph = findingOf(reply, 'attribution');
  return [
    `Attribution graph of ${asked(reply)}`,
    answerWords(reply, graph),
    writerWords(graph),
    readWords(reply, graph),
    shownWords(graph),
  ];
}

/** `“…gave a drink to” on SmolLM2.` */
export function asked({ prompt, model }: Reply<Finding>): string {
  const words = prompt.text.trim().replace(/\s+/g, ' ');
  const excerpt = cut(words, 160);
  return model === null ? `“${excerpt}”.` : `“${excerpt}” on ${model.name}.`;
}

function answerWords(reply: Reply<Finding>, { metric }: AttributionFinding): string {
  const { token, prob } = findingOf(reply, 'next');
  const [answer, rival] = metric.tokens;
  const says = `The model says ${quoted(token.text)} with ${percent(prob)}.`;
  const what =
    rival === undefined
      ? `The logit of ${quoted(answer?.text ?? '')} is`
      : `${quoted(answer?.text ?? '')} is ahead of ${quoted(rival.text)} by`;
  return `${says} ${what} ${signed(metric.value)} logits.`;
}

function writerWords({ nodes }: AttributionFinding): string {
  const parts = nodes.filter(({ id }) => id !== 'logit' && readNode(id).kind !== 'token');
  const up = parts.filter(({ score }) => score > 0).sort((a, b) => b.score - a.score);
  const down = parts.filter(({ score }) => score < 0).sort((a, b) => a.score - b.score);
  return [listed('Most support comes from', up.slice(0, 4)), listed('Most opposition from', down.slice(0, 3))]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

const listed = (lead: string, parts: readonly Node[]): string =>
  parts.length === 0
    ? ''
    : `${lead} ${parts.map(({ id, score }) => `${readNode(id).name} ${signed(score)}`).join(', ')}.`;

function readWords({ prompt }: Reply<Finding>, { edges }: AttributionFinding): string {
  const reads = edges
    .filter(({ from }) => readNode(from).kind === 'token')
    .sort((a, b) => Math.abs(b.score) - Math.abs(a.score))
    .slice(0, 3)
    .map(({ from, to, score }) => {
      const text = prompt.tokens[readNode(from).position ?? -1]?.text ?? '';
      return `${readNode(to).name} reads ${quoted(text)} ${signed(score)}`;
    });
  return reads.length === 0 ? '' : `The strongest reads: ${reads.join(', ')}.`;
}

const shownWords = ({ shown, rules }: AttributionFinding): string =>
  `Drawn: ${count(shown.edges)} of ${count(shown.ofEdges)} edges, ${percent(shown.share)} of the summed |score| (${rules}).`;
