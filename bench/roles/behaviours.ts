import type { HeadAddress } from '../../src/analysis/attention.ts';
import { secondHalf, shuffled } from '../../src/analysis/probe.ts';
import { quantile } from '../../src/analysis/quantile.ts';
import type { Role, RolesFinding } from '../../src/analysis/roles-finding.ts';
import type { Ask } from '../../src/dispatch/command.ts';
import { headsOf, repeatLogProbs } from '../../src/dispatch/head-roles-effects.ts';
import { type RoleScores, roleScores } from '../../src/dispatch/head-roles-measure.ts';
import { randomFrom } from '../../src/kernel/random.ts';
import { accuracy, type Item, itemsOf, TASKS, type Where } from './tasks.ts';

const RANDOM_SETS = 20;
/** Sequences of the probe on which the repeat is measured. */
const SEQUENCES = 2;

/** A behaviour with a set of heads ablated: accuracies by task, the repeat in nats. */
interface Behaviour {
  readonly repeat: number;
  readonly tasks: readonly number[];
}

export interface RoleBehaviour {
  readonly role: Role;
  readonly heads: readonly string[];
  readonly own: Behaviour;
  /** As many other heads, twenty times: the median and the worst of each column. */
  readonly median: Behaviour;
  readonly worst: Behaviour;
}

export interface Behaviours {
  readonly whole: Behaviour;
  readonly roles: readonly RoleBehaviour[];
}

/** What is left of each behaviour without the heads of a role, and without as many others. */
export async function behaviours(
  ask: Ask,
  finding: RolesFinding,
  roles: readonly Role[],
  where: Where,
): Promise<Behaviours> {
  const scores = await roleScores(ask);
  const items: Item[][] = [];
  for (const task of TASKS) items.push(await itemsOf(ask, task));
  const without = (heads: readonly HeadAddress[]) => behaviourWithout(ask, scores, items, heads, where);
  const found: RoleBehaviour[] = [];
  for (const role of roles) {
    const own = headsOf(ask).filter((_, i) => finding.heads[i]?.role === role);
    const others = headsOf(ask).filter((_, i) => finding.heads[i]?.role !== role);
    const random = randomFrom(7);
    const chance: Behaviour[] = [];
    for (let i = 0; i < RANDOM_SETS; i++) {
      chance.push(await without(shuffled(others, random).slice(0, own.length)));
      process.stderr.write(`${role} ${where}: ${i + 1} of ${RANDOM_SETS} random sets\n`);
    }
    found.push({
      role,
      heads: own.map(({ layer, head }) => `L${layer}H${head}`),
      own: await without(own),
      median: columns(chance, 0.5),
      worst: columns(chance, 0),
    });
  }
  return { whole: await without([]), roles: found };
}

async function behaviourWithout(
  ask: Ask,
  { probe, means }: RoleScores,
  items: readonly (readonly Item[])[],
  heads: readonly HeadAddress[],
  where: Where,
): Promise<Behaviour> {
  const from = where === 'answering' ? secondHalf(probe) : 1;
  const said: number[] = [];
  for (const row of probe.repeated.slice(0, SEQUENCES))
    said.push(...(await repeatLogProbs(ask, probe, row, [heads], means, from)));
  const tasks: number[] = [];
  for (const some of items) tasks.push(await accuracy(ask, some, heads, means, where));
  return { repeat: said.reduce((sum, x) => sum + x / said.length, 0), tasks };
}

const columns = (all: readonly Behaviour[], share: number): Behaviour => ({
  repeat: quantile(
    all.map(({ repeat }) => repeat),
    share,
  ),
  tasks: TASKS.map((_, task) =>
    quantile(
      all.map(({ tasks }) => tasks[task] ?? Number.NaN),
      share,
    ),
  ),
});
