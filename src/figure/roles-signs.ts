import type { RolesFinding } from '../analysis/roles-finding.ts';
import type { RoleName } from './roles-figure.ts';

/** Heads listed of each role. */
const LISTED = 2;

/** Glyph and name of every role, in the order of the legend. */
export const ROLE_SIGNS: readonly {
  readonly role: RoleName;
  readonly glyph: string;
  readonly label: string;
}[] = [
  { role: 'previous', glyph: '⧖', label: 'previous token' },
  { role: 'duplicate', glyph: '⧗', label: 'duplicate token' },
  { role: 'induction', glyph: '🜏', label: 'induction' },
  { role: 'copying', glyph: '⟐', label: 'copying' },
  { role: 'suppression', glyph: '☍', label: 'copy suppression' },
  { role: 'sink', glyph: '⟁', label: 'sink' },
];

/** Heads whose first role it is, the highest scores first. */
export const leadersOf = ({ heads }: RolesFinding, role: RoleName, most = LISTED) =>
  heads
    .filter((head) => head.role === role)
    .sort((a, b) => b.score - a.score)
    .slice(0, most);

/** `.94`, `1.0`: a share as papers write it. */
export const score = (value: number): string => (value >= 0.995 ? '1.0' : value.toFixed(2).replace(/^0/, ''));
