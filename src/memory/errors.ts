import { DotpError } from '../kernel/errors.ts';

export type MemoryCode =
  | 'store-unknown'
  | 'redis-address'
  | 'redis-unreachable'
  | 'redis-refused'
  | 'redis-timeout'
  | 'store-unopened'
  | 'store-failed'
  | 'schema-newer'
  | 'shelf-failed'
  | 'corrupt'
  | 'closed';

/** What can go wrong with a store; the message of the store itself is kept as the cause. */
export class MemoryError extends DotpError<MemoryCode> {}
