/** What has to be there before dotp can answer, each part by its name, and whether it is. */
export interface Readiness {
  /** Says what a part waits for; undefined: nothing, it is ready. */
  set(part: string, waitsFor: string | undefined): void;
  /** From now on nothing is ready any more. */
  stop(): void;
  now(): { readonly ready: boolean; readonly words: string };
  /** Calls on every change. @returns what ends it */
  listen(listener: () => void): () => void;
}

export function openReadiness(): Readiness {
  const waiting = new Map<string, string>();
  const listeners = new Set<() => void>();
  let stopping = false;
  const changed = () => {
    for (const listener of [...listeners]) listener();
  };
  return {
    set(part, waitsFor) {
      if (waiting.get(part) === waitsFor) return;
      if (waitsFor === undefined) waiting.delete(part);
      else waiting.set(part, waitsFor);
      changed();
    },
    stop() {
      stopping = true;
      changed();
    },
    now() {
      const words = [
        ...(stopping ? ['stopping'] : []),
        ...[...waiting].map(([part, why]) => `${part}: ${why}`),
      ];
      return { ready: words.length === 0, words: words.join('; ') || 'ready' };
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
