import type { LimitChange, LimitsFinding, LimitsHolder } from '../analysis/limits-finding.ts';
import type { Limits } from '../kernel/limits.ts';
import { notPermitted } from './channel-errors.ts';
import type { Holder } from './channel-holder.ts';
import type { Here } from './here.ts';

/** What is to be: a value, or `none` where the limit is to go. What is absent stays as it is. */
export type Wanted = { readonly [Name in keyof Limits]?: Exclude<Limits[Name], undefined> | 'none' };

/**
 * Sets limits of one holder, each a fact of its own, and reads them again.
 *
 * @throws {DispatchError} `not-permitted` when something is to be changed by who does not manage the place
 */
export async function changeLimits(here: Here, holder: Holder, wanted: Wanted): Promise<LimitsFinding> {
  const names = Object.keys(wanted).filter(isName);
  if (names.length > 0 && !here.manages) throw notPermitted('change what may be asked here');
  const facts = here.memory.limits(here.workspace);
  const before = await facts.of(holder.of, holder.id);
  for (const name of names) {
    const value = wanted[name];
    await facts.set(holder.of, holder.id, name, value === 'none' ? undefined : value);
  }
  const first = await read(here, holder);
  const changed = names.map(
    (name): LimitChange => ({ name, before: before[name] ?? null, after: first.limits[name] ?? null }),
  );
  return limitsFinding(names.length > 0 ? [first] : [first, ...(await besides(here, holder))], changed);
}

/** Beside the channel's limits stand those of the person who looks. */
async function besides(here: Here, holder: Holder): Promise<LimitsHolder[]> {
  return holder.of === 'channel' ? [await read(here, { of: 'person', id: here.person.id })] : [];
}

async function read({ memory, workspace, person }: Here, { of, id }: Holder): Promise<LimitsHolder> {
  const asking = of === 'person' && id === person.id;
  return { of, id, asking, limits: await memory.limits(workspace).of(of, id) };
}

const limitsFinding = (holders: readonly LimitsHolder[], changed: readonly LimitChange[]): LimitsFinding => ({
  kind: 'limits',
  method: 'read from what is kept of this workspace',
  unit: 'runs: turns within any 60 s; prompt: Unicode characters; samples: continuations of one command',
  control: changed.length > 0 ? 'read again after it was written' : 'none: nothing was changed',
  caveats: [
    ...(holders.some(({ of }) => of === 'role') ? [ROLES] : []),
    ...(changed.some(({ name, after }) => name === 'allowed' && after === false) ? [CLOSED] : []),
  ],
  holders,
  changed,
});

const ROLES =
  'Of a person’s roles the most generous limit counts, and a limit of the person’s own goes before all of them.';
const CLOSED = 'Who manages the place can still set limits, and so take this back.';

const NAMES = ['allowed', 'runsPerMinute', 'promptLength', 'samples', 'quiet'] as const;
const isName = (name: string): name is keyof Limits => NAMES.some((known) => known === name);
