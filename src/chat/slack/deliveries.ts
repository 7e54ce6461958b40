/** The last deliveries, so that one which comes again is known without asking the ledger. */
export interface Deliveries {
  /**
   * True when none of the keys was seen: remembers them all. The others of one that is known are not
   * remembered, so that forgetting the first leaves nothing of it.
   */
  isNew(keys: readonly string[]): boolean;
  /** Takes them back: the delivery could not be kept, and its retry must not count as known. */
  forget(keys: readonly string[]): void;
}

/** @param most  keys kept; Slack retries within an hour, a mention and its message come within seconds */
export function deliveries(most = 20_000): Deliveries {
  const seen = new Set<string>();
  return {
    isNew(keys) {
      if (keys.some((key) => seen.has(key))) return false;
      for (const key of keys) seen.add(key);
      for (const oldest of seen) {
        if (seen.size <= most) break;
        seen.delete(oldest);
      }
      return true;
    },
    forget(keys) {
      for (const key of keys) seen.delete(key);
    },
  };
}
