/** Rate limits: buckets as the headers tell them, and whether the bot waits when it is told to. */
export interface Rates {
  /** @param bucket  undefined: not counted @param ms  now */
  count(bucket: string | undefined, ms: number): Room;
  /** From now on nobody may ask for a while. */
  pause(bucket: string, ms: number, seconds: number): void;
  /** Whether it was told to wait and did not. */
  isEarly(bucket: string, ms: number): boolean;
}

/** What is left of a bucket; times in seconds. */
export interface Room {
  readonly limit: number;
  readonly left: number;
  readonly after: number;
  /** There was no room for this one any more. */
  readonly isFull: boolean;
}

/** The bucket of everything. */
export const GLOBAL = 'global';
/** The clocks of two ends differ, and a timer may fire a little early. */
const TOLERANCE = 5;
/** Requests of other buckets may be on their way while the bot is told to pause. */
const ON_THE_WAY = 250;
const PLENTY: Room = { limit: 50, left: 49, after: 1, isFull: false };

/** @param posts  what is counted of one bucket; without it there is always room */
export function openRates(posts: { readonly limit: number; readonly perMs: number } | undefined): Rates {
  const pauses = new Map<string, { from: number; to: number }>();
  const counts = new Map<string, { from: number; used: number }>();
  const isIn = (ms: number, bucket: string, grace: number): boolean => {
    const { from, to } = pauses.get(bucket) ?? { from: 0, to: 0 };
    return ms > from + grace && ms < to - TOLERANCE;
  };
  return {
    count(bucket, ms) {
      if (posts === undefined || bucket === undefined) return PLENTY;
      const { limit, perMs } = posts;
      const window = counts.get(bucket);
      const isOld = window === undefined || ms - window.from >= perMs;
      const { from, used } = isOld ? { from: ms, used: 0 } : window;
      counts.set(bucket, { from, used: used + 1 });
      const after = (from + perMs - ms) / 1000;
      return { limit, left: Math.max(0, limit - used - 1), after, isFull: used >= limit };
    },
    pause: (bucket, ms, seconds) => void pauses.set(bucket, { from: ms, to: ms + seconds * 1000 }),
    isEarly: (bucket, ms) => isIn(ms, bucket, bucket === GLOBAL ? ON_THE_WAY : 0),
  };
}
