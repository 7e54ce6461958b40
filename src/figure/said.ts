import type { Metric, NextFinding } from '../analysis/findings.ts';
import type { Token } from '../kernel/ids.ts';
import { percent } from '../kernel/numbers.ts';
import { tokenLabel } from '../kernel/token-label.ts';
import type { Said } from './attribution-figure.ts';

/** The answer that is explained and the likeliest other words, the rival of the metric first. */
export function said(next: NextFinding, metric: Metric, most: number): { answer: Said; rivals: Said[] } {
  const [answer = next.token, rival] = metric.tokens;
  const others = next.top.filter(({ id }) => id !== answer.id && id !== rival?.id);
  const rivals = rival === undefined ? others : [rival, ...others];
  return {
    answer: one(answer, next, false),
    rivals: rivals.slice(0, most).map((token) => one(token, next, token === rival)),
  };
}

function one(token: Token, { top }: NextFinding, against: boolean): Said {
  const prob = top.find(({ id }) => id === token.id)?.prob;
  const label = tokenLabel(token.text);
  return prob === undefined ? { label, against } : { label, prob: percent(prob), against };
}
