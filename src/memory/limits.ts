import type { Limits, Scope } from '../kernel/limits.ts';
import { keyOf } from './keys.ts';
import type { Space, Store } from './store.ts';

/** Limits of a workspace, one key each: two people who set different ones never undo each other. */
export interface LimitFacts {
  of(scope: Scope, id: string): Promise<Limits>;
  /** Undefined takes the limit away. */
  set<Name extends keyof Limits>(scope: Scope, id: string, name: Name, value: Limits[Name]): Promise<void>;
}

const NAMES: readonly (keyof Limits)[] = ['allowed', 'runsPerMinute', 'promptLength', 'samples', 'quiet'];

/** Namespace of one holder's limits. */
export const limitsSpace = (workspace: string, scope: Scope, id: string): string =>
  keyOf('limits', workspace, scope, id);

export function limitFacts(store: Store, workspace: string): LimitFacts {
  const spaceOf = (scope: Scope, id: string): Space => store.space(limitsSpace(workspace, scope, id));
  return {
    async of(scope, id) {
      const space = spaceOf(scope, id);
      const found = await Promise.all(NAMES.map(async (name) => readLimit(name, await space.get(name))));
      return Object.assign({}, ...found);
    },
    async set(scope, id, name, value) {
      const space = spaceOf(scope, id);
      if (value === undefined) return space.delete(name);
      if (Object.keys(readLimit(name, value)).length === 0)
        throw new RangeError(`${name} cannot be ${String(value)}`);
      await space.set(name, value);
    },
  };
}

/** Nothing for a value of another form: an unreadable limit must not shut a channel. */
function readLimit(name: keyof Limits, value: unknown): Limits {
  if (name === 'allowed' || name === 'quiet') return typeof value === 'boolean' ? { [name]: value } : {};
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? { [name]: value } : {};
}
