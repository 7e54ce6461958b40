import type { Clock } from './channel.ts';
import { MemoryError } from './errors.ts';
import { toOwners } from './migrate-owners.ts';
import type { Store } from './store.ts';

/** Version of everything this room writes. A change of a key or a value raises it and adds a migration. */
const SCHEMA = 2;

/** `MIGRATIONS[v]` brings a store from version v to v + 1. It may be cut off and run again. */
const MIGRATIONS: Readonly<Record<number, (store: Store, clock: Clock) => Promise<void>>> = {
  1: toOwners,
};

/**
 * Brings a store to this version, and marks a new one with it.
 *
 * @throws {MemoryError} `schema-newer` before anything is touched; `corrupt`
 */
export async function migrate(store: Store, clock: Clock): Promise<void> {
  const meta = store.space('dotp');
  const found = await meta.get('schema');
  const version = found ?? SCHEMA;
  if (typeof version !== 'number' || !Number.isInteger(version)) throw unreadable(found);
  if (version > SCHEMA) throw newer(version);
  for (let from = version; from < SCHEMA; from++) await MIGRATIONS[from]?.(store, clock);
  if (found !== SCHEMA) await meta.set('schema', SCHEMA);
}

const newer = (version: number) =>
  new MemoryError({
    code: 'schema-newer',
    what: `This store was written by a newer dotp (schema ${version}; this one knows ${SCHEMA}).`,
    fix: 'Update dotp, or set DOTP_HOME to another folder. Nothing was changed.',
  });

const unreadable = (found: unknown) =>
  new MemoryError({
    code: 'corrupt',
    what: 'The schema version of this store cannot be read.',
    where: JSON.stringify(found).slice(0, 60),
    fix: 'Restore the store from a copy, or set DOTP_HOME to another folder.',
  });
