import { mkdir, writeFile } from 'node:fs/promises';
import type { RolesFinding } from '../../src/analysis/roles-finding.ts';
import { measureRoles } from '../../src/dispatch/head-roles-measure.ts';
import { shelvedText } from '../../src/memory/shelf.ts';
import { askOf } from './asking.ts';

const FOLDER = new URL('../../models/teaching/measured/', import.meta.url);

/** Measures the teaching model's roles and writes the file that comes with it. */
export async function keepShippedRoles(): Promise<RolesFinding> {
  const { ask, runner } = await askOf('shipped');
  try {
    const finding = await measureRoles(ask);
    await mkdir(FOLDER, { recursive: true });
    await writeFile(new URL('roles.json', FOLDER), shelvedText(ask.model.fingerprint, finding));
    return finding;
  } finally {
    await runner.close();
  }
}
