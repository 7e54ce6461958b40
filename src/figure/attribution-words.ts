import type { AttributionFinding, Finding } from '../analysis/findings.ts';
import { count, percent, signed } from '../kernel/numbers.ts';
import type { Reply } from '../kernel/reply.ts';
import { cut, quoted } from '../kernel/token-label.ts';
import { chainWords } from './chain-words.ts';
import { counterfactualWords, receiptWords } from './counterfactual-words.ts';
import { doubtWords } from './doubt-words.ts';
import { findingOf } from './finding-of.ts';

/** What the attribution console says, in sentences, the weightiest first. */
export function attributionWords(reply: Reply<Finding>): string[] {
  const graph = findingOf(reply, 'attribution');
  const counterfactual = reply.findings.find((finding) => finding.kind === 'counterfactual');
  const receipt = reply.findings.find((finding) => finding.kind === 'receipt');
  return [
    `Attribution graph of ${asked(reply)}`,
    answerWords(reply, graph),
    doubtWords(reply),
    counterfactual === undefined ? '' : counterfactualWords(counterfactual),
    ...chainWords(graph, reply.prompt.tokens),
    receipt === undefined ? '' : receiptWords(receipt),
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

const shownWords = ({ shown, rules }: AttributionFinding): string =>
  `Drawn: ${count(shown.edges)} of ${count(shown.ofEdges)} edges, ${percent(shown.share)} of the summed |score| (${rules}).`;
