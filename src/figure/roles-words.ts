import type { RolesFinding } from '../analysis/roles-finding.ts';
import { signed } from '../kernel/numbers.ts';
import { leadersOf, ROLE_SIGNS, score } from './roles-signs.ts';

/** The map in sentences: counts, then the leading heads of each role with score and effect, then the whole. */
export function rolesWords(finding: RolesFinding): string[] {
  const held = finding.heads.filter(({ role }) => role !== 'none').length;
  const roles = ROLE_SIGNS.flatMap(({ role, glyph, label }) => {
    const leaders = leadersOf(finding, role, 3);
    if (leaders.length === 0) return [];
    const all = finding.heads.filter((head) => head.role === role).length;
    const named = leaders.map((head) => `${head.head} ${score(head.score)} (effect ${signed(head.effect)})`);
    return [`${glyph} ${label}: ${all}, led by ${named.join(', ')}; null ${score(finding.null99[role])}.`];
  });
  const absent = ROLE_SIGNS.filter(({ role }) => leadersOf(finding, role, 1).length === 0);
  const { repeat, fresh } = finding.probe;
  return [
    `${held} of ${finding.heads.length} heads hold a role on random tokens.`,
    ...roles,
    absent.length === 0 ? '' : `None: ${absent.map(({ label }) => label).join(', ')}.`,
    `Repeated tokens are said at ${signed(repeat)} nats, unrepeated ones at ${signed(fresh)}; an effect is what a repeated token loses without the head.`,
  ];
}
