import type { Finding } from '../analysis/findings.ts';
import type { RolesFinding } from '../analysis/roles-finding.ts';
import { count, signed } from '../kernel/numbers.ts';
import type { Reply } from '../kernel/reply.ts';
import { alt } from './alt.ts';
import { findingOf } from './finding-of.ts';
import type { RoleCell, RoleEntry, RolesFigure } from './roles-figure.ts';
import { leadersOf, ROLE_SIGNS, score } from './roles-signs.ts';
import { rolesWords } from './roles-words.ts';

/**
 * The role of every head as a map, the leading heads of each role beside it.
 *
 * @throws {RangeError} when the reply holds no roles finding
 */
export function rolesFigure(reply: Reply<Finding>): RolesFigure {
  const finding = findingOf(reply, 'roles');
  const { heads, probe, floor } = finding;
  const held = heads.filter(({ role }) => role !== 'none').length;
  const layers = Math.max(1, reply.model?.layers ?? 1);
  return {
    kind: 'roles',
    title: 'What does each head do?',
    subtitle: `${reply.model?.name ?? ''} · on ${probe.sequences} × ${2 * probe.half} random tokens · a brighter cell scores higher · framed: the heads listed`,
    footer: [
      {
        label: 'heads with a role',
        value: `${count(held)} of ${count(heads.length)}`,
        bar: held / Math.max(1, heads.length),
        tone: 'plain',
      },
      { label: 'a role: above its null and', value: score(floor) },
      { label: 'effect: nats the repeat loses without it', value: '' },
    ],
    alt: alt([`Map of ${heads.length} heads, ${layers} layers.`, ...rolesWords(finding)]),
    map: mapOf(finding, layers),
    roles: ROLE_SIGNS.map((sign) => entryOf(finding, sign)),
    none: count(heads.length - held),
  };
}

function mapOf(finding: RolesFinding, layers: number): RoleCell[][] {
  const listed = new Set(ROLE_SIGNS.flatMap(({ role }) => leadersOf(finding, role)).map(({ head }) => head));
  const perLayer = finding.heads.length / layers;
  return Array.from({ length: layers }, (_, layer) =>
    finding.heads.slice(layer * perLayer, (layer + 1) * perLayer).map(({ head, role, score: strength }) => ({
      role: role === 'none' ? null : role,
      score: strength,
      listed: listed.has(head),
    })),
  );
}

function entryOf(finding: RolesFinding, sign: (typeof ROLE_SIGNS)[number]): RoleEntry {
  return {
    ...sign,
    count: count(finding.heads.filter(({ role }) => role === sign.role).length),
    null99: score(finding.null99[sign.role]),
    heads: leadersOf(finding, sign.role).map((each) => ({
      head: each.head,
      score: each.score,
      text: score(each.score),
      effect: signed(each.effect),
    })),
  };
}
