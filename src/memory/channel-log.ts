import { keyOf } from './keys.ts';
import type { Person } from './people.ts';
import type { Space, Store } from './store.ts';
import { turnTime } from './turn-time.ts';

/** What a number was measured on, in short. */
export interface LogNote {
  /** `reflect.trace` */
  readonly command: string;
  /** What was asked about, cut where long. */
  readonly text: string;
  readonly model?: string;
  readonly by?: Person;
}

/** One number of one answer. */
export interface LogEntry extends LogNote {
  /** Id of the remembered answer. */
  readonly turn: string;
  /** When that was remembered first, milliseconds since 1970. */
  readonly at: number;
  /** null: asked for, and there was none. */
  readonly value: number | null;
}

/** An entry, and what it is a number of. */
export interface LoggedNumber extends LogEntry {
  readonly metric: string;
}

/**
 * The numbers that a session's answers left: a key for each metric and answer, the answer's own, so
 * that the last ones are found by key whatever the length of the log, the same answer kept again is
 * kept once, and a number never outlives its answer.
 */
export interface ChannelLog {
  /** Keeps the numbers of a remembered answer, by metric; nothing of one that is forgotten meanwhile. */
  keep(turn: string, numbers: ReadonlyMap<string, number | null>, note: LogNote): Promise<void>;
  /** Names of the metrics that have an entry, sorted. */
  metrics(): Promise<readonly string[]>;
  /** The last `n` entries of a metric, oldest first; no other is read. */
  last(metric: string, n: number): Promise<readonly LogEntry[]>;
  /** Their keys, which sort by time, the newest first. */
  lastKeys(metric: string, n: number): Promise<readonly string[]>;
  read(metric: string, keys: readonly string[]): Promise<readonly LogEntry[]>;
  /** All of them, metric by metric, oldest first. */
  all(): Promise<readonly LoggedNumber[]>;
  clear(): Promise<void>;
}

/** A session's spaces that hold numbers, one for each metric, end so. */
const KIND = 'log.';
export const isLog = (namespace: string): boolean =>
  namespace.slice(namespace.lastIndexOf('/') + 1).startsWith(KIND);

/** @param base  what the session's namespaces begin with, see `sessionBase` */
export function channelLog(store: Store, base: string): ChannelLog {
  const begin = `${base}/${KIND}`;
  const spaceOf = (metric: string): Space => store.space(`${begin}${metric}`);
  const metrics = async () => (await store.namespaces(begin)).map((name) => name.slice(begin.length)).sort();
  const lastKeys = (metric: string, n: number) => spaceOf(metric).lastKeys(n);
  async function read(metric: string, keys: readonly string[]): Promise<LogEntry[]> {
    const values = await Promise.all(keys.map((key) => spaceOf(metric).get(key)));
    return values.flatMap((value, i) => (isStored(value) ? [{ ...value, at: turnTime(keys[i] ?? '') }] : []));
  }
  const last = async (metric: string, n: number) => read(metric, [...(await lastKeys(metric, n))].reverse());
  return {
    metrics,
    lastKeys,
    read,
    last,
    async all() {
      const found = (await metrics()).map(async (metric) =>
        (await last(metric, Number.MAX_SAFE_INTEGER)).map((entry) => ({ metric, ...entry })),
      );
      return (await Promise.all(found)).flat();
    },
    async keep(turn, numbers, { by, ...note }) {
      if (numbers.size === 0) return;
      const key = await store.space(`${base}/facts`).get(keyOf('id', turn));
      if (typeof key !== 'string') return;
      const person = by === undefined ? {} : { by: { id: by.id, name: by.name } };
      await Promise.all(
        Array.from(numbers, ([metric, value]) =>
          spaceOf(metric).set(key, { turn, value, ...note, ...person }),
        ),
      );
      // Who forgets an answer takes it away first and looks for its numbers after: one sees the other.
      if ((await store.space(`${base}/turns`).keys(key, 1)).includes(key)) return;
      await Promise.all(Array.from(numbers.keys(), (metric) => spaceOf(metric).delete(key)));
    },
    async clear() {
      for (const metric of await metrics()) await spaceOf(metric).clear();
    },
  };
}

/** An entry of another form, which a later version wrote, is passed over. */
const isStored = (value: unknown): value is Omit<LogEntry, 'at'> =>
  typeof value === 'object' &&
  value !== null &&
  'turn' in value &&
  typeof value.turn === 'string' &&
  'value' in value &&
  (value.value === null || typeof value.value === 'number') &&
  'command' in value &&
  typeof value.command === 'string' &&
  'text' in value &&
  typeof value.text === 'string';
