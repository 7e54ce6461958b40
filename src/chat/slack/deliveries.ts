/** The last deliveries, so that one which comes again is known without asking the ledger. */
export interface Deliveries {
  /** True when none of the keys was seen; remembers them all. */
  isNew(keys: readonly string[]): boolean;
  /** Takes them back: the delivery could not be kept, and its retry must not count as known. */
  forget(keys: readonly string[]): void;
}

/** @param most  keys kept; Slack retries within an hour, a mention and its message come within seconds */
export function deliveries(most = 20_000): Deliveries {
  const seen = new Set<string>();
  return {
    isNew(keys) {
      const known = keys.some((key) => seen.has(key));
      for (const key of keys) {
        seen.delete(key); // to the end: what was seen last is kept longest
        seen.add(key);
      }
      for (const oldest of seen) {
        if (seen.size <= most) break;
        seen.delete(oldest);
      }
      return !known;
    },
    forget(keys) {
      for (const key of keys) seen.delete(key);
    },
  };
}
