import type { Finding } from '../analysis/findings.ts';
import { percent } from '../kernel/numbers.ts';
import type { Reply } from '../kernel/reply.ts';
import { quoted } from '../kernel/token-label.ts';
import { chainWords } from './chain-words.ts';
import { counterfactualWords, receiptWords } from './counterfactual-words.ts';
import { doubtWords } from './doubt-words.ts';
import { findingOf } from './finding-of.ts';

/** What a trace says in a channel, in a few sentences; every number is in the findings. */
export function traceWords(reply: Reply<Finding>): string {
  const counterfactual = reply.findings.find((finding) => finding.kind === 'counterfactual');
  const graph = reply.findings.find((finding) => finding.kind === 'attribution');
  const receipt = reply.findings.find((finding) => finding.kind === 'receipt');
  return [
    nextWords(reply),
    counterfactual === undefined ? '' : counterfactualWords(counterfactual),
    ...(graph === undefined ? [] : chainWords(graph, reply.prompt.tokens)),
    receipt === undefined ? '' : receiptWords(receipt),
    doubtWords(reply),
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

function nextWords(reply: Reply<Finding>): string {
  const { token, prob, top } = findingOf(reply, 'next');
  const others = top.slice(1, 3).map(({ text, prob: p }) => `${quoted(text)} ${percent(p)}`);
  const then = others.length === 0 ? '' : `; then ${others.join(', ')}`;
  return `The model says ${quoted(token.text)} (${percent(prob)}${then}).`;
}
