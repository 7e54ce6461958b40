import type { HeadAddress } from './attention.ts';
import { quantile } from './quantile.ts';
import type { Samples } from './roles-attention.ts';
import { type HeadRole, ROLES, type Role } from './roles-finding.ts';

/** A role needs at least this score, however low its null. */
export const FLOOR = 0.2;

/** A sink writes at most this share of what the head writes from elsewhere. */
const SMALL_WRITE = 0.5;

/** All that was measured of one head. */
export interface HeadMeasured extends HeadAddress {
  readonly roles: Readonly<Record<Role, Samples>>;
  readonly predicted: Samples;
  readonly firstWrite: number;
  /** nats, see HeadRole */
  readonly effect: number;
}

/**
 * Names the role of every head: a score above the 99th percentile of its null, taken over heads and
 * samples together, and above the floor. Suppression also needs attention to predicted tokens above
 * *its* null, a sink also a small write from the first key. Of several the strongest relative to its
 * null leads: the one that goes farthest from the null towards 1.
 */
export function roleHeads(measured: readonly HeadMeasured[]): {
  readonly heads: HeadRole[];
  readonly null99: Record<Role, number>;
} {
  const percentile = (of: (head: HeadMeasured) => Samples) =>
    quantile(
      measured.flatMap((head) => of(head).null),
      0.99,
    );
  const null99 = byRole((role) => percentile(({ roles }) => roles[role]));
  const unpredicted = percentile(({ predicted }) => predicted);
  return { heads: measured.map((head) => named(head, null99, unpredicted)), null99 };
}

function named(head: HeadMeasured, null99: Record<Role, number>, unpredicted: number): HeadRole {
  const scores = byRole((role) => mean(head.roles[role].score));
  const predicted = mean(head.predicted.score);
  const meets: Record<Role, boolean> = {
    ...byRole(() => true),
    suppression: predicted > unpredicted,
    sink: head.firstWrite <= SMALL_WRITE,
  };
  const way = (role: Role): number => (scores[role] - null99[role]) / (1 - null99[role]);
  const ranked = ROLES.filter((role) => meets[role]).sort((a, b) => way(b) - way(a));
  const held = ranked.filter((role) => scores[role] > null99[role] && scores[role] > FLOOR);
  const [role = 'none', ...others] = held;
  const nearest = ranked[0] ?? 'previous';
  return {
    head: `L${head.layer}H${head.head}`,
    role,
    score: scores[nearest],
    null99: null99[nearest],
    effect: head.effect,
    also: others,
    scores,
    predicted,
    firstWrite: head.firstWrite,
  };
}

function byRole<T>(of: (role: Role) => T): Record<Role, T> {
  return {
    previous: of('previous'),
    duplicate: of('duplicate'),
    induction: of('induction'),
    copying: of('copying'),
    suppression: of('suppression'),
    sink: of('sink'),
  };
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
