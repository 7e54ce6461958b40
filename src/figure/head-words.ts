import type { Finding } from '../analysis/findings.ts';
import type { HeadFinding, WrittenLogit } from '../analysis/head-finding.ts';
import { percent, signed } from '../kernel/numbers.ts';
import type { Reply } from '../kernel/reply.ts';
import { quoted } from '../kernel/token-label.ts';
import { findingOf } from './finding-of.ts';

/** `“Mary” over “Sarah”` */
export const metricWords = ({ metric }: Pick<HeadFinding, 'metric'>): string =>
  metric.tokens.map(({ text }) => quoted(text, 14)).join(' over ');

/** Other heads whose effect is smaller. */
export const outdoes = ({ effect }: Pick<HeadFinding, 'effect'>): number =>
  effect.control.filter(({ everywhere }) => Math.abs(everywhere) < Math.abs(effect.everywhere)).length;

/** What the card says. */
export const headWords = (reply: Reply<Finding>): string => headSentences(reply).join(' ');

export function headSentences(reply: Reply<Finding>): string[] {
  const finding = findingOf(reply, 'head');
  return [
    lookWords(reply, finding),
    whyWords(reply, finding),
    writesWords(finding),
    effectWords(reply, finding),
    copyingWords(finding),
    roleWords(finding),
  ].filter((sentence) => sentence !== '');
}

const at = ({ prompt }: Reply<Finding>, position: number): string =>
  quoted(prompt.tokens[position]?.text ?? '');

function lookWords(reply: Reply<Finding>, { head, position, look }: HeadFinding): string {
  const most = Array.from(look.weighted.keys())
    .filter((key) => !look.sinks.includes(key))
    .sort((a, b) => (look.weighted[b] ?? 0) - (look.weighted[a] ?? 0))
    .slice(0, 2)
    .map((key) => `${at(reply, key)} (${percent(look.weighted[key] ?? 0)})`);
  const sink = look.sinks.reduce((sum, key) => sum + (look.pattern[key] ?? 0), 0);
  const idle = sink > 0 ? `; ${percent(sink)} of its raw attention rests on the sink` : '';
  return `At ${at(reply, position)}, ${head} takes most from ${most.join(' and ')}${idle}.`;
}

function whyWords(reply: Reply<Finding>, { why }: HeadFinding): string {
  const [first] = why?.pairs ?? [];
  if (why === null || first === undefined) return '';
  return `${at(reply, why.key)} scores ${signed(why.score)} against ${signed(why.mean)} on average, first of all by ${first.query} × ${first.key} (${signed(first.score)}).`;
}

function writesWords({ writes }: HeadFinding): string {
  const list = (words: readonly WrittenLogit[]) =>
    words
      .slice(0, 2)
      .map(({ token, logit }) => `${quoted(token.text)} ${signed(logit)}`)
      .join(', ');
  const direct = writes.direct === null ? '' : `; its own words add ${signed(writes.direct)} to the answer`;
  return `It writes ${list(writes.up)}, and against ${list(writes.down)}${direct}.`;
}

function effectWords(reply: Reply<Finding>, finding: HeadFinding): string {
  const { effect, position } = finding;
  const larger = `more than ${outdoes(finding)} of ${effect.control.length} other heads`;
  return `Without it ${metricWords(finding)} changes by ${signed(-effect.everywhere)} logits (${signed(-effect.here)} at ${at(reply, position)} alone; ${effect.ablation}), ${larger}.`;
}

function roleWords({ role }: HeadFinding): string {
  if (role === null)
    return 'Its role on random tokens is not measured yet: .p/reflect.glyphs{scope=model} does.';
  if (role.role === 'none') return 'On random tokens it has no role.';
  return `On random tokens its role is ${role.role} (${role.score.toFixed(2)}, null ${role.null99.toFixed(2)}).`;
}

function copyingWords({ copying: { anywhere, here } }: HeadFinding): string {
  const lowers = here.lowers > here.share;
  const share = lowers ? here.lowers : here.share;
  const verb = lowers ? 'lowers' : 'raises';
  return `Of this prompt’s ${here.tokens} different tokens it ${verb} ${percent(share)} most of all (chance ${percent(here.null99)}); it copies ${percent(anywhere.share)} of ${anywhere.tokens} tokens from anywhere (chance ${percent(anywhere.null99)}).`;
}
