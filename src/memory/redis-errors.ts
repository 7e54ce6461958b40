import { MemoryError } from './errors.ts';

/** The address itself is never in these: it may hold a password. */

export const redisAddress = (): MemoryError =>
  new MemoryError({
    code: 'redis-address',
    what: 'This address of a Redis server cannot be read.',
    where: 'DOTP_STORE',
    fix: 'Write redis://host:6379 or redis://user:password@host:6379/0, with %40 for an @ inside the password.',
  });

export const redisUnreachable = (where: string, cause: unknown): MemoryError =>
  new MemoryError({
    code: 'redis-unreachable',
    what: 'The Redis server cannot be reached.',
    where,
    fix: 'Check that it runs and that DOTP_STORE names its host and port. Nothing that was confirmed is lost.',
    cause,
  });

export const redisRefused = (where: string): MemoryError =>
  new MemoryError({
    code: 'redis-refused',
    what: 'The Redis server does not let us in with this user, password and number of a database.',
    where,
    fix: 'Check them in DOTP_STORE, and that the user may read, write and run scripts.',
  });

export const redisTimeout = (where: string): MemoryError =>
  new MemoryError({
    code: 'redis-timeout',
    what: 'The Redis server did not answer in time. What was being written may be there later.',
    where,
    fix: 'Check whether it is busy, paused or behind a firewall, then try again.',
  });
