import { ACTIONS, type GuardSetting, TRIGGERS, type Trigger } from '../kernel/guard.ts';
import { keyOf, partRead } from './keys.ts';
import type { Person } from './people.ts';
import type { Store } from './store.ts';

/** A guard that a channel keeps: who set it, and when, milliseconds since 1970. */
export interface KeptGuard extends GuardSetting {
  readonly by: Person;
  readonly at: number;
}

/** The guards of a channel and its threads: a key for each trigger. */
export interface GuardFacts {
  /** In the order of the triggers. */
  all(): Promise<readonly KeptGuard[]>;
  /** Another one of the same trigger goes. */
  set(guard: KeptGuard): Promise<void>;
  /** @returns whether there was one */
  drop(trigger: Trigger): Promise<boolean>;
}

const GUARDS = '/guards';

/** Begins as the channel's namespaces do, so that it goes with them. */
const guardsSpace = (workspace: string, channel: string): string =>
  `${keyOf('channel', workspace, channel)}${GUARDS}`;

/** A namespace of guards is the channel's and no session's. */
export const isOfGuards = (namespace: string): boolean => namespace.endsWith(GUARDS);

export function guardFacts(store: Store, workspace: string, channel: string): GuardFacts {
  const space = store.space(guardsSpace(workspace, channel));
  return {
    async all() {
      const found = await Promise.all(TRIGGERS.map((trigger) => space.get(trigger)));
      return found.flatMap((value) => (isGuard(value) ? [value] : []));
    },
    set: ({ trigger, threshold, action, by: { id, name }, at }) =>
      space.set(trigger, { trigger, threshold, action, by: { id, name }, at }),
    async drop(trigger) {
      const there = (await space.get(trigger)) !== undefined;
      await space.delete(trigger);
      return there;
    },
  };
}

export interface PersonGuard extends KeptGuard {
  readonly channel: string;
}

/** In all channels of a workspace. */
export async function guardsSetBy(store: Store, workspace: string, person: string): Promise<PersonGuard[]> {
  const begin = `${keyOf('channel', workspace)}/`;
  const found: PersonGuard[] = [];
  for (const namespace of (await store.namespaces(begin)).filter(isOfGuards).sort()) {
    const channel = partRead(namespace.slice(begin.length, -GUARDS.length));
    for (const guard of await guardFacts(store, workspace, channel).all())
      if (guard.by.id === person) found.push({ channel, ...guard });
  }
  return found;
}

/** What is of another form is passed over: an unreadable guard must not silence a channel. */
function isGuard(value: unknown): value is KeptGuard {
  if (typeof value !== 'object' || value === null) return false;
  const { trigger, threshold, action, by, at }: Partial<Record<keyof KeptGuard, unknown>> = value;
  return (
    TRIGGERS.some((known) => known === trigger) &&
    ACTIONS.some((known) => known === action) &&
    typeof threshold === 'number' &&
    typeof at === 'number' &&
    typeof by === 'object' &&
    by !== null
  );
}
