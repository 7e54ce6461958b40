import type { Finding } from '../analysis/findings.ts';
import { percent } from '../kernel/numbers.ts';
import type { Reply } from '../kernel/reply.ts';
import { quoted } from '../kernel/token-label.ts';
import { findingOf } from './finding-of.ts';
import { depthName, trailOf } from './trail.ts';

/** What a lens table says, in sentences: where each position settles, and how the last one got there. */
export function lensWords(reply: Reply<Finding>): string[] {
  const lens = findingOf(reply, 'lens');
  const settled = lens.settles.slice(-8).map(({ position, layer, answer }) => {
    const where = layer === null ? 'only in the last state' : `from layer ${layer} on`;
    return `After ${quoted(reply.prompt.tokens[position]?.text ?? '')}: ${quoted(answer.text)} leads ${where}.`;
  });
  const last = lens.settles.at(-1);
  return last === undefined ? [] : [...settled, ...path(reply, last.position)];
}

/** The leading word at up to six places spread over the depth. */
function path(reply: Reply<Finding>, position: number): string[] {
  const lens = findingOf(reply, 'lens');
  const rows = lens.rows.filter((row) => row.position === position);
  const step = Math.max(1, Math.ceil(rows.length / 6));
  const words = rows
    .filter((_, i) => (rows.length - 1 - i) % step === 0)
    .flatMap(({ hook, top }) =>
      top[0] === undefined ? [] : [`${depthName(hook)} ${quoted(top[0].text)} ${percent(top[0].prob)}`],
    );
  return trailOf(lens, position, 0) === undefined ? [] : [`Leading word by depth: ${words.join(', ')}.`];
}
