import type { RolesFinding } from '../analysis/roles-finding.ts';
import { DotpError } from '../kernel/errors.ts';
import type { Ask } from './command.ts';
import { onFirstNeed } from './first-need.ts';
import { measureRoles } from './head-roles-measure.ts';
import { roles } from './schemas/roles.ts';

/** What the measurement is kept under. */
const KEPT_AS = 'roles';

/** What was measured before, with whatever seed; undefined when nothing was. */
export async function keptRoles({ shelf }: Pick<Ask, 'shelf'>): Promise<RolesFinding | undefined> {
  return roles.safeParse(await shelf.read(KEPT_AS)).data;
}

/**
 * What every head of the model does, on random tokens. Measured once for a model and a seed (for 270
 * heads about as long as 220 runs of 64 tokens), then read from the shelf; a kept one that cannot be
 * read, or was made with another seed, is measured anew.
 */
export function headRoles(ask: Ask): Promise<RolesFinding> {
  const kept = async () => {
    const found = await keptRoles(ask);
    return found?.probe.seed === ask.seed ? found : undefined;
  };
  return onFirstNeed(ask, `${KEPT_AS} of seed ${ask.seed}`, kept, () => measureAndKeep(ask));
}

async function measureAndKeep(ask: Ask): Promise<RolesFinding> {
  const measured = await measureRoles(ask);
  try {
    await ask.shelf.write(KEPT_AS, measured);
    return measured;
  } catch (error) {
    if (!(error instanceof DotpError)) throw error;
    return { ...measured, caveats: [...measured.caveats, `Not kept for next time: ${error.message}`] };
  }
}
