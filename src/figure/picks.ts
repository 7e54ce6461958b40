import type { Finding } from '../analysis/findings.ts';
import { signed } from '../kernel/numbers.ts';
import type { Pick } from '../kernel/pick.ts';
import type { Reply } from '../kernel/reply.ts';
import { tokenLabel } from '../kernel/token-label.ts';
import { readNode } from './node-name.ts';

const HEADS = 12;

/**
 * The leading heads of the drawn picture, each once under its strongest score, then tokens of the
 * prompt, the last first, because it answers.
 *
 * @param most  choices in all; half of them heads at most
 */
export function picksOf(reply: Reply<Finding>, most = 25): Pick[] {
  const heads = headsOf(reply).slice(0, Math.min(HEADS, most));
  const tokens = reply.prompt.tokens.map(
    ({ text }, position): Pick => ({
      action: 'token',
      argument: String(position),
      label: `${tokenLabel(text)} @${position}`,
    }),
  );
  return [...heads, ...tokens.reverse()].slice(0, most);
}

function headsOf(reply: Reply<Finding>): Pick[] {
  const ordered = scoredHeads(reply).sort((a, b) => Math.abs(b.score) - Math.abs(a.score));
  return ordered
    .filter(({ head }, i) => ordered.findIndex((other) => other.head === head) === i)
    .map(({ head, score }) => ({
      action: 'head',
      argument: head,
      label: head,
      note: `${signed(score)} logits`,
    }));
}

/** Of the graph where there is one: its scores and the direct ones of the other views are not of one kind. */
function scoredHeads({ findings }: Reply<Finding>): { readonly head: string; readonly score: number }[] {
  const graph = findings.find((finding) => finding.kind === 'attribution');
  if (graph === undefined) return findings.flatMap((one) => (one.kind === 'attention' ? [...one.heads] : []));
  return graph.nodes.flatMap(({ id, score }) => {
    const { kind, name } = readNode(id);
    return kind === 'head' ? [{ head: name, score }] : [];
  });
}
