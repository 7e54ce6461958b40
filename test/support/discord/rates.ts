/** Rate limits: buckets as the headers tell them, and whether the bot waits when it is told to. */
export interface Rates {
  /**
   * Counts a request. @param ms  now
   * @returns seconds to wait, where there is no room; undefined: it may pass
   */
  count(bucket: string, ms: number): number | undefined;
  /** From now on nobody may ask for a while. */
  pause(bucket: string, ms: number, seconds: number): void;
  /** Whether it was told to wait and did not. */
  isEarly(bucket: string, ms: number): boolean;
}

/** The bucket of everything. */
export const GLOBAL = 'global';
/** The clocks of two ends differ, and a timer may fire a little early. */
const TOLERANCE = 5;

export function openRates(posts: { readonly limit: number; readonly perMs: number } | undefined): Rates {
  const pauses = new Map<string, number>();
  const counts = new Map<string, { from: number; used: number }>();
  return {
    count(bucket, ms) {
      if (posts === undefined) return undefined;
      const window = counts.get(bucket);
      const isOld = window === undefined || ms - window.from >= posts.perMs;
      const { from, used } = isOld ? { from: ms, used: 0 } : window;
      counts.set(bucket, { from, used: used + 1 });
      return used < posts.limit ? undefined : (from + posts.perMs - ms) / 1000;
    },
    pause: (bucket, ms, seconds) => void pauses.set(bucket, ms + seconds * 1000),
    isEarly: (bucket, ms) => ms < Math.max(pauses.get(bucket) ?? 0, pauses.get(GLOBAL) ?? 0) - TOLERANCE,
  };
}
