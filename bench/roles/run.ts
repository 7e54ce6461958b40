import { readFile, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import type { RolesFinding } from '../../src/analysis/roles-finding.ts';
import { measureRoles } from '../../src/dispatch/head-roles-measure.ts';
import { askOf } from './asking.ts';
import { type Behaviours, behaviours } from './behaviours.ts';
import { keepShippedRoles } from './keep.ts';
import { rolesPage } from './page.ts';
import { type FalseRoles, falseRoles } from './random-weights.ts';

/** All that docs/roles.md says, beside it as docs/roles.json. */
export interface Measured {
  readonly shipped: RolesFinding;
  readonly behaviours: Behaviours;
  readonly random: readonly FalseRoles[];
  readonly smollm2?: RolesFinding;
}

const DATA = new URL('../../docs/roles.json', import.meta.url);
const PAGE = new URL('../../docs/roles.md', import.meta.url);
const SMOLLM2 = 'SmolLM2-135M-Instruct';

/**
 * `npm run roles [-- --smollm2 | --page]`: measures the teaching model's roles anew, the file that comes
 * with it included, and writes docs/roles.md. `--smollm2` measures that model instead and keeps the
 * rest, `--page` only writes the page.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { smollm2: { type: 'boolean', default: false }, page: { type: 'boolean', default: false } },
  });
  const before: Measured | undefined = await readFile(DATA, 'utf8').then(JSON.parse, () => undefined);
  const measured = values.page ? before : await measure(values.smollm2, before);
  if (measured === undefined) throw new RangeError('nothing was measured yet: run without options first');
  await writeFile(DATA, `${JSON.stringify(measured)}\n`);
  await writeFile(PAGE, rolesPage(measured));
}

async function measure(smollm2: boolean, before: Measured | undefined): Promise<Measured> {
  if (smollm2 && before !== undefined) {
    const { ask, runner } = await askOf(SMOLLM2);
    const found = await measureRoles(ask);
    await runner.close();
    return { ...before, smollm2: found };
  }
  const shipped = await keepShippedRoles();
  const { ask, runner } = await askOf('shipped');
  const found = await behaviours(ask, shipped, ['previous', 'induction', 'copying', 'duplicate']);
  await runner.close();
  const kept = before?.smollm2 === undefined ? {} : { smollm2: before.smollm2 };
  return { shipped, behaviours: found, random: await falseRoles(), ...kept };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main();
