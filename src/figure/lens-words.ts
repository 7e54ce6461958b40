import type { Finding, LensFinding } from '../analysis/findings.ts';
import { percent } from '../kernel/numbers.ts';
import type { Reply } from '../kernel/reply.ts';
import { quoted } from '../kernel/token-label.ts';
import { findingOf } from './finding-of.ts';
import { depthName, trailOf } from './trail.ts';

/** What a lens table says, in sentences: where each position settles, and how the last one got there. */
export function lensWords(reply: Reply<Finding>): string[] {
  const lens = findingOf(reply, 'lens');
  const settled = lens.settles.slice(-8).map((settle) => {
    const after = quoted(reply.prompt.tokens[settle.position]?.text ?? '');
    const plain = lens.plain?.settles.find(({ position }) => position === settle.position);
    const beside = plain === undefined ? '' : ` (logit lens: ${where(plain.layer)})`;
    return `After ${after}: ${quoted(settle.answer.text)} leads ${where(settle.layer)}${beside}.`;
  });
  const last = lens.settles.at(-1);
  return last === undefined ? [] : [...settled, ...path(reply, last.position)];
}

/** Where the last position settles, by either lens. */
export function settledSentence({ lens, settles, plain }: LensFinding): string {
  const last = settles.at(-1);
  if (last === undefined) return '';
  const beside = plain?.settles.at(-1);
  const other = beside === undefined ? '' : `; by the plain logit lens ${where(beside.layer)}`;
  return `By the ${lens} lens “${last.answer.text}” leads ${where(last.layer)}${other}.`;
}

const where = (layer: number | null): string =>
  layer === null ? 'only in the last state of all' : `from layer ${layer} on, for good`;

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
