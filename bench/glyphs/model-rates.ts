import { readFile } from 'node:fs/promises';
import { FLOOR, type HeadMeasured, roleHeads } from '../../src/analysis/roles.ts';
import { ROLES, type Role } from '../../src/analysis/roles-finding.ts';
import type { GlyphRates } from '../../src/dispatch/glyph-rates.ts';
import { roleScores } from '../../src/dispatch/head-roles-measure.ts';
import { ROLE_SIGNS } from '../../src/figure/roles-signs.ts';
import { askOf } from '../roles/asking.ts';
import type { FalseRoles } from '../roles/random-weights.ts';

type Rate = GlyphRates['rates'][number];

const ROLES_MEASURED = new URL('../../docs/roles.json', import.meta.url);

/** Other seeds than the one that the thresholds come from. */
const SEEDS = [1, 2, 3];

/** Heads of models that were never trained, which can have no role: counted from docs/roles.json. */
export async function untrainedRates(): Promise<Rate[]> {
  const { random }: { random: FalseRoles[] } = JSON.parse(await readFile(ROLES_MEASURED, 'utf8'));
  const tried = random.reduce((sum, { heads }) => sum + heads, 0);
  const named = random.flatMap((each) => each.named);
  return forEveryRole((role) => ({
    model: `${random.reduce((sum, { models }) => sum + models, 0)} models`,
    on: 'random weights, scope=model',
    unit: 'heads',
    hits: named.filter((name) => name.startsWith(`${role} `)).length,
    tried,
  }));
}

/**
 * Heads of a trained model, asked for a role by what their null measures: tokens that do not repeat,
 * another distance, another token. Thresholds of seed 0, nulls of other seeds.
 */
export async function nullRates(model: string): Promise<Rate[]> {
  const { ask, runner } = await askOf(model);
  const { null99 } = roleHeads((await roleScores(ask)).scored.map((head) => ({ ...head, effect: 0 })));
  const nulls: HeadMeasured['roles'][] = [];
  for (const seed of SEEDS)
    nulls.push(...(await roleScores({ ...ask, seed })).scored.map(({ roles }) => roles));
  await runner.close();
  const passes = (role: Role, values: readonly number[]): boolean => {
    const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
    return mean > null99[role] && mean > FLOOR;
  };
  return forEveryRole((role) => ({
    model,
    on: 'the role’s null (nothing repeats, another distance, another token), scope=model',
    unit: 'heads',
    hits: nulls.filter((roles) => passes(role, roles[role].null)).length,
    tried: nulls.length,
  }));
}

const forEveryRole = (of: (role: Role) => Omit<Rate, 'glyph'>): Rate[] =>
  ROLES.map((role) => ({ glyph: ROLE_SIGNS.find((sign) => sign.role === role)?.glyph ?? role, ...of(role) }));
