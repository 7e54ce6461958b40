import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { roleHeads } from '../../src/analysis/roles.ts';
import { roleScores } from '../../src/dispatch/head-roles-measure.ts';
import { randomShipped } from '../../test/support/random-shipped.ts';
import { askOf } from './asking.ts';

/** Roles that random weights were given. */
export interface FalseRoles {
  readonly name: string;
  readonly models: number;
  readonly heads: number;
  readonly named: readonly string[];
}

const GOLDEN = fileURLToPath(new URL('../../test/models/goldens/golden/llama/', import.meta.url));
const ODD = ['grouped-linear', 'biased-llama3', 'mistral', 'qwen2'];
const SEEDS = 5;

/** Odd little checkpoints, and the teaching model's layout with weights drawn at two spreads. */
export async function falseRoles(): Promise<FalseRoles[]> {
  const there = await readdir(GOLDEN);
  const odd = ODD.filter((name) => there.includes(name)).map((name) => join(GOLDEN, name));
  const found = [await rolesIn('checkpoints of odd shape', [...odd, join(GOLDEN, '..', 'tiny')])];
  for (const spread of [0.02, 0.1]) {
    const drawn = [];
    for (let seed = 0; seed < SEEDS; seed++) drawn.push(await randomShipped(100 + seed, spread));
    found.push(
      await rolesIn(
        `the teaching model’s layout, weights of spread ${spread}`,
        drawn.map(({ folder }) => folder),
      ),
    );
    for (const { remove } of drawn) await remove();
  }
  return found;
}

async function rolesIn(name: string, folders: readonly string[]): Promise<FalseRoles> {
  let count = 0;
  const named: string[] = [];
  for (const folder of folders) {
    const { ask, runner } = await askOf(folder);
    const { scored } = await roleScores(ask);
    await runner.close();
    const { heads } = roleHeads(scored.map((head) => ({ ...head, effect: 0 })));
    count += heads.length;
    named.push(
      ...heads.flatMap(({ role, score }) => (role === 'none' ? [] : [`${role} ${score.toFixed(2)}`])),
    );
  }
  return { name, models: folders.length, heads: count, named };
}
