import { createHash } from 'node:crypto';
import type { ChatEvent } from '../kernel/chat-event.ts';
import { RUN_WINDOW } from '../kernel/limits.ts';
import { keyOf } from './keys.ts';
import type { Space, Store } from './store.ts';

/** When whom was run for, over the last minute. */
export interface Runs {
  /**
   * Writes this run down, then tells the times of the others in the window. Its own is there before
   * the others are read, so of processes that do this at once each sees the rest: together they never
   * let in more than a limit. Where both reach for the last place, both may be refused.
   */
  enter(
    event: ChatEvent,
  ): Promise<{ readonly channel: readonly number[]; readonly person: readonly number[] }>;
  /** Takes it back: a refused event does not count. */
  leave(event: ChatEvent): Promise<void>;
}

export const runsSpace = (workspace: string, scope: 'channel' | 'person', id: string): string =>
  keyOf('runs', workspace, scope, id);

/** Old runs taken away for each new one, at most: more than one, so that they cannot pile up. */
const SWEEP = 8;

/**
 * A key for each run, `<time>-<event>`, and no counter: nothing is read and written back, so no count
 * is lost between processes or by a restart, and an event delivered twice counts once.
 *
 * @param most  runs of one holder that are looked at: more than any limit
 */
export function openRuns(store: Store, most = 1_000): Runs {
  const spacesOf = ({ workspace, channel, person }: ChatEvent) =>
    [
      store.space(runsSpace(workspace, 'channel', channel)),
      store.space(runsSpace(workspace, 'person', person.id)),
    ] as const;
  async function enterOne(space: Space, event: ChatEvent): Promise<number[]> {
    const own = runKey(event);
    await space.set(own, 1);
    const others = (await space.lastKeys(most + SWEEP)).filter((key) => key !== own);
    const old = others.filter((key) => timeOf(key) <= event.receivedAt - 2 * RUN_WINDOW);
    await Promise.all(old.slice(-SWEEP).map((key) => space.delete(key)));
    return others
      .slice(0, most)
      .map(timeOf)
      .filter((at) => at > event.receivedAt - RUN_WINDOW);
  }
  return {
    async enter(event) {
      const [inChannel, ofPerson] = spacesOf(event);
      const [channel, person] = await Promise.all([enterOne(inChannel, event), enterOne(ofPerson, event)]);
      return { channel, person };
    },
    async leave(event) {
      await Promise.all(spacesOf(event).map((space) => space.delete(runKey(event))));
    },
  };
}

/** The event's id is hashed: these keys outlive a forgotten person by a minute and say nothing of her. */
const runKey = ({ id, receivedAt }: ChatEvent): string =>
  `${receivedAt.toString(36).padStart(10, '0')}-${createHash('sha256').update(id).digest('hex').slice(0, 24)}`;

const timeOf = (key: string): number => Number.parseInt(key.slice(0, 10), 36);
