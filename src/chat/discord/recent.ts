/** The last things that were kept; the oldest go. What is lost of it only costs another question to Discord. */
export interface Recent<V> {
  get(key: string): V | undefined;
  set(key: string, value: V): void;
  has(key: string): boolean;
}

/** @param most  how many are kept */
export function recent<V>(most: number): Recent<V> {
  const kept = new Map<string, V>();
  return {
    get: (key) => kept.get(key),
    has: (key) => kept.has(key),
    set(key, value) {
      kept.delete(key);
      kept.set(key, value);
      const oldest = kept.size > most ? kept.keys().next().value : undefined;
      if (oldest !== undefined) kept.delete(oldest);
    },
  };
}
