import type { Finding } from '../analysis/findings.ts';
import type { GlyphHere, GlyphMapFinding } from '../analysis/glyph-map-finding.ts';
import type { Role } from '../analysis/roles-finding.ts';
import { count, signed } from '../kernel/numbers.ts';
import type { Reply } from '../kernel/reply.ts';
import { quoted } from '../kernel/token-label.ts';
import { findingOf } from './finding-of.ts';
import { ROLE_SIGNS, score } from './roles-signs.ts';

/** Heads of a role, those first that did it, then by what they did to the answer. */
export const leadersHere = ({ heads }: GlyphMapFinding, role: Role, most: number): GlyphHere[] =>
  heads
    .filter((head) => head.role === role)
    .sort((a, b) => Number(b.did ?? false) - Number(a.did ?? false) || sizeOf(b) - sizeOf(a))
    .slice(0, most);

const sizeOf = ({ effect, attribution, score: strength }: GlyphHere): number =>
  Math.abs(effect ?? attribution ?? strength ?? 0);

/** `12/21`: how many of the heads that hold a role did it. */
export function didOf({ heads }: GlyphMapFinding, role: Role): { did: number; held: number } {
  const held = heads.filter((head) => head.role === role);
  return { did: held.filter(({ did }) => did === true).length, held: held.length };
}

/** The map in sentences: what was done, by whom, and what that did to the answer. */
export function glyphMapWords(reply: Reply<Finding>): string[] {
  const finding = findingOf(reply, 'glyph-map');
  const { metric, others } = finding;
  const [answer, rival] = metric.tokens;
  const lead = `${quoted(answer?.text ?? '')}${rival === undefined ? '' : ` rather than ${quoted(rival.text)}`}`;
  const roles = ROLE_SIGNS.flatMap(({ role, glyph, label }) => {
    const { did, held } = didOf(finding, role);
    if (held === 0) return [];
    const here = finding.roles.find((each) => each.role === role);
    if (here === undefined || here.places === 0 || here.null99 === null)
      return [`${glyph} ${label}: ${held} heads, nothing in this prompt to do it on.`];
    const leaders = leadersHere(finding, role, 3).map(
      (head) => `${head.head} ${head.score === null ? '–' : score(head.score)}${effectWords(head)}`,
    );
    return [
      `${glyph} ${label}: ${did} of ${held} heads did it here, ${leaders.join(', ')}; null ${score(here.null99)}.`,
    ];
  });
  return [
    `The answer: ${lead}, ${signed(metric.value)} logits.`,
    ...roles,
    others === null
      ? ''
      : `Heads without a role, ${count(others.n)} of them ablated: effects of ${signed(others.median)} in the middle, 95 % below ${signed(others.p95)}.`,
    'Score: here, 0 to 1. Effect: what the answer’s lead loses without that head, logits; ≈ where attribution estimates it.',
  ].filter((sentence) => sentence !== '');
}

const effectWords = (head: GlyphHere): string => {
  const text = effectText(head);
  return text === '–' ? '' : ` (effect ${text})`;
};

/** Exact where it was measured, else `≈` what attribution says. */
export function effectText({ effect, attribution }: GlyphHere): string {
  if (effect !== null) return signed(effect);
  if (attribution === null) return '–';
  return Math.abs(attribution) < 0.01 ? '≈0' : `≈${signed(attribution)}`;
}
