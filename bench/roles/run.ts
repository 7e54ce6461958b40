import { readFile, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import type { Role, RolesFinding } from '../../src/analysis/roles-finding.ts';
import { measureRoles } from '../../src/dispatch/head-roles-measure.ts';
import { askOf } from './asking.ts';
import { type Behaviours, behaviours } from './behaviours.ts';
import { keepShippedRoles } from './keep.ts';
import { rolesPage } from './page.ts';
import { type FalseRoles, falseRoles } from './random-weights.ts';
import type { Where } from './tasks.ts';

/** All that docs/roles.md says, beside it as docs/roles.json. */
export interface Measured {
  readonly shipped: RolesFinding;
  /** Heads ablated at every token. */
  readonly everywhere?: Behaviours;
  /** Ablated only where the answer is said, for roles that act there. */
  readonly answering?: Behaviours;
  readonly random?: readonly FalseRoles[];
  readonly smollm2?: RolesFinding;
}

const DATA = new URL('../../docs/roles.json', import.meta.url);
const PAGE = new URL('../../docs/roles.md', import.meta.url);

const PARTS = {
  everywhere: (shipped: RolesFinding) =>
    rested(shipped, ['previous', 'induction', 'copying', 'duplicate'], 'everywhere'),
  answering: (shipped: RolesFinding) => rested(shipped, ['induction', 'copying'], 'answering'),
  random: falseRoles,
  smollm2: async () => {
    const { ask, runner } = await askOf('SmolLM2-135M-Instruct');
    const found = await measureRoles(ask);
    await runner.close();
    return found;
  },
} as const;

/**
 * `npm run roles [-- --only PART]`: measures everything anew, the roles that come with the teaching
 * model included, and writes docs/roles.md; or one part, everywhere, answering, random or smollm2
 * (which fetches that model), keeping the others; or, with `--only page`, nothing.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { only: { type: 'string' } } });
  const before: Measured | undefined = await readFile(DATA, 'utf8').then(JSON.parse, () => undefined);
  const wanted = Object.keys(PARTS).filter((part) => (values.only ?? part) === part);
  let measured: Measured =
    values.only === undefined || before === undefined ? { shipped: await keepShippedRoles() } : before;
  for (const part of wanted)
    if (isPart(part)) measured = { ...measured, [part]: await PARTS[part](measured.shipped) };
  await writeFile(DATA, `${JSON.stringify(measured)}\n`);
  await writeFile(PAGE, rolesPage(measured));
}

const isPart = (name: string): name is keyof typeof PARTS => name in PARTS;

async function rested(shipped: RolesFinding, roles: readonly Role[], where: Where): Promise<Behaviours> {
  const { ask, runner } = await askOf('shipped');
  const found = await behaviours(ask, shipped, roles, where);
  await runner.close();
  return found;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main();
