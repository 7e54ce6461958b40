import type { Finding } from '../analysis/findings.ts';
import type { Reply } from '../kernel/reply.ts';
import { findingOf } from './finding-of.ts';
import { percent, signed } from './numbers.ts';

/** What a trace's pictures say, in a few sentences; every number is in the findings. */
export function traceWords(reply: Reply<Finding>): string {
  return [nextWords(reply), writersWords(reply), readsWords(reply), settleWords(reply)].join(' ');
}

function nextWords(reply: Reply<Finding>): string {
  const { token, prob, top } = findingOf(reply, 'next');
  const others = top.slice(1, 3).map(({ text, prob: p }) => `“${text}” ${percent(p)}`);
  return `The model says “${token.text}” (${percent(prob)}; then ${others.join(', ')}).`;
}

function writersWords(reply: Reply<Finding>): string {
  const { metric, parts } = findingOf(reply, 'direct');
  const [answer, rival] = metric.tokens;
  const named = parts.filter(({ node }) => node !== 'B').sort((a, b) => b.score - a.score);
  const list = (some: typeof named) =>
    some.map(({ node, score }) => `${node.split('@')[0]} ${signed(score)}`).join(', ');
  const subject =
    rival === undefined ? `The logit of “${answer?.text}”` : `“${answer?.text}” over “${rival.text}”`;
  return `${subject} is ${signed(metric.value)} logits; written most by ${list(named.slice(0, 3))}, against it ${list(named.slice(-2).reverse())}.`;
}

function readsWords(reply: Reply<Finding>): string {
  const { paths } = findingOf(reply, 'direct');
  const [best] = [...paths].sort((a, b) => b.score - a.score);
  if (best === undefined) return '';
  const read = reply.prompt.tokens[best.from]?.text ?? '';
  return `The strongest single read is ${best.node.split('@')[0]} from “${read}” (${signed(best.score)}).`;
}

function settleWords(reply: Reply<Finding>): string {
  const [settled] = findingOf(reply, 'lens').settles.slice(-1);
  if (settled === undefined) return '';
  return settled.layer === null
    ? `In the logit lens “${settled.answer.text}” leads only in the last state.`
    : `In the logit lens “${settled.answer.text}” leads from layer ${settled.layer} on.`;
}
