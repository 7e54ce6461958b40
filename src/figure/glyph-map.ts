import type { Finding } from '../analysis/findings.ts';
import type { GlyphHere, GlyphMapFinding } from '../analysis/glyph-map-finding.ts';
import { count, signed } from '../kernel/numbers.ts';
import type { Reply } from '../kernel/reply.ts';
import { quoted } from '../kernel/token-label.ts';
import { alt } from './alt.ts';
import { findingOf } from './finding-of.ts';
import { didOf, effectText, glyphMapWords, leadersHere } from './glyph-map-words.ts';
import type { RoleCell, RoleEntry, RolesFigure } from './roles-figure.ts';
import { ROLE_SIGNS, score } from './roles-signs.ts';

/** Heads listed of each role. */
const LISTED = 2;

/**
 * The map of a prompt: each head's role, whether it did it here, and whether the answer rests on it.
 *
 * @throws {RangeError} when the reply holds no such map
 */
export function glyphMapFigure(reply: Reply<Finding>): RolesFigure {
  const finding = findingOf(reply, 'glyph-map');
  const { heads, metric, others } = finding;
  const layers = Math.max(1, reply.model?.layers ?? 1);
  const perLayer = heads.length / layers;
  const cells = heads.map((head) => cellOf(head, others?.p95 ?? Number.POSITIVE_INFINITY));
  const done = heads.filter(({ did }) => did === true).length;
  const held = heads.filter(({ role }) => role !== 'none').length;
  const [answer] = metric.tokens;
  return {
    kind: 'roles',
    title: `Which heads did what they do, for ${quoted(answer?.text ?? '', 14)}?`,
    subtitle: `${reply.model?.name ?? ''} · ${reply.prompt.tokens.length} tokens · bright: did its role here · grey: did not · dark: nothing to do it on`,
    footer: [
      {
        label: 'did their role here',
        value: `${count(done)} of ${count(held)}`,
        bar: done / Math.max(1, held),
        tone: 'plain',
      },
      ...(others === null
        ? []
        : [{ label: 'framed: above 95 % of heads without a role', value: signed(others.p95) }]),
      { label: '≈ by attribution', value: '' },
    ],
    alt: alt([`Map of ${heads.length} heads, ${layers} layers.`, ...glyphMapWords(reply)]),
    map: Array.from({ length: layers }, (_, layer) => cells.slice(layer * perLayer, (layer + 1) * perLayer)),
    roles: ROLE_SIGNS.map((sign) => entryOf(finding, sign)),
    none: count(heads.length - held),
  };
}

function cellOf({ role, score: strength, did, effect }: GlyphHere, usual: number): RoleCell {
  const moves = role !== 'none' && effect !== null && Math.abs(effect) > usual;
  return {
    role: role === 'none' ? null : role,
    score: strength ?? 0,
    listed: false,
    here: did === null ? 'no occasion' : did ? 'did' : 'did not',
    ...(moves && { frame: effect > 0 ? 'supports' : 'opposes' }),
  };
}

function entryOf(finding: GlyphMapFinding, sign: (typeof ROLE_SIGNS)[number]): RoleEntry {
  const { did, held } = didOf(finding, sign.role);
  const null99 = finding.roles.find(({ role }) => role === sign.role)?.null99 ?? null;
  return {
    ...sign,
    count: `${did}/${held}`,
    null99: null99 === null ? '–' : score(null99),
    heads: leadersHere(finding, sign.role, LISTED).map((head) => ({
      head: head.head,
      score: head.score ?? 0,
      text: head.score === null ? '–' : score(head.score),
      effect: effectText(head),
    })),
  };
}
