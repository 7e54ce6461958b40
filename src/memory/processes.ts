import type { Clock } from './channel.ts';
import { keyOf } from './keys.ts';
import { isOver, type Mark, markText, readMark } from './mark.ts';
import type { Space } from './store.ts';

/** Milliseconds between two signs of life. */
export const BEAT = 5_000;

/** Milliseconds without one after which a process that cannot be seen from here is gone. */
const SILENCE = 30_000;

/** A longer break between two beats of our own says that the store, or this process, stood still. */
const STEADY = 3 * BEAT;

/** The processes that share a store. */
export interface Processes {
  readonly own: string;
  /** A sign of life, and a look at those of the others: every {@link BEAT}. */
  beat(): Promise<void>;
  /** Whether the process of this mark is surely over: what it had begun may be taken up. */
  gone(mark: string): Promise<boolean>;
  /** Nobody has to wait for us any more. */
  leave(): Promise<void>;
}

/**
 * Processes of this machine are looked up; of others it is watched whether their sign of life changes.
 *
 * The time in a sign is not read: clocks of machines differ. It counts how long it has stayed the same
 * under our eyes, and only while we could look at it all along: after the store was away, everybody's
 * sign is old, the living ones' too. A process with no sign has left, or has never served.
 *
 * @param signs  `process/<mark>`: `{ mark, at }`, the time of the last beat
 */
export function openProcesses(signs: Space, own: Mark, clock: Clock): Processes {
  const ownText = markText(own);
  const signOf = (mark: string): string => keyOf('process', mark);
  let seen: ReadonlyMap<string, { readonly at: number; readonly since: number }> = new Map();
  let looked: number | undefined;

  async function look(now: number): Promise<void> {
    const steady = looked !== undefined && now >= looked && now - looked <= STEADY;
    const keys = await signs.keys('process/');
    const found = (await Promise.all(keys.map((key) => signs.get(key)))).filter(isSign);
    seen = new Map(
      found.map(({ mark, at }) => {
        const before = steady ? seen.get(mark) : undefined;
        return [mark, before?.at === at ? before : { at, since: now }];
      }),
    );
    looked = now;
    for (const { mark } of found)
      if (mark !== ownText && (await gone(mark))) await signs.delete(signOf(mark));
  }

  async function gone(mark: string): Promise<boolean> {
    const them = readMark(mark);
    const sign = await signs.get(signOf(mark));
    if (them === undefined || !isSign(sign)) return true;
    const watched = seen.get(mark);
    const silent = looked !== undefined && watched?.at === sign.at && looked - watched.since >= SILENCE;
    return isOver(them, own) ?? silent;
  }

  return {
    own: ownText,
    gone,
    async beat() {
      await signs.set(signOf(ownText), { mark: ownText, at: clock() });
      await look(clock());
    },
    leave: () => signs.delete(signOf(ownText)),
  };
}

const isSign = (value: unknown): value is { readonly mark: string; readonly at: number } =>
  typeof value === 'object' &&
  value !== null &&
  'mark' in value &&
  typeof value.mark === 'string' &&
  'at' in value &&
  typeof value.at === 'number';
