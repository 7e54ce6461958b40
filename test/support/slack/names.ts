import { isObject } from './json.ts';

/**
 * Ids of the emulator, which are random, and ours, which are not. An id is replaced only where it is a whole
 * string or a key: text that people write is never touched.
 */
export interface Names {
  /** Pairs two ids, and says ours. */
  pair(theirs: string, ours: string): string;
  /** Ours for an id of theirs that is new: `F0000001`, `F0000002`. */
  next(prefix: string, theirs: string): string;
  theirs(ours: string): string;
  outward(value: unknown): unknown;
  inward(value: unknown): unknown;
}

export function names(): Names {
  const [toOurs, toTheirs] = [new Map<string, string>(), new Map<string, string>()];
  const counts = new Map<string, number>();
  const pair = (theirs: string, ours: string): string => {
    toOurs.set(theirs, ours);
    toTheirs.set(ours, theirs);
    return ours;
  };
  return {
    pair,
    next(prefix, theirs) {
      const known = toOurs.get(theirs);
      if (known !== undefined) return known;
      const count = (counts.get(prefix) ?? 0) + 1;
      counts.set(prefix, count);
      return pair(theirs, `${prefix}${String(count).padStart(7, '0')}`);
    },
    theirs: (ours) => toTheirs.get(ours) ?? ours,
    outward: (value) => renamed(value, toOurs),
    inward: (value) => renamed(value, toTheirs),
  };
}

function renamed(value: unknown, map: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return map.get(value) ?? value;
  if (Array.isArray(value)) return value.map((one) => renamed(one, map));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [map.get(key) ?? key, renamed(inner, map)]),
  );
}

/** `Ev0000001`, `Ev0000002`, … */
export function counter(prefix: string, digits = 7): () => string {
  let count = 0;
  return () => `${prefix}${String(++count).padStart(digits, '0')}`;
}
