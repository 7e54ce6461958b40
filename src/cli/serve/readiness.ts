/** What has to be there before dotp can answer, each part by its name, and whether it is. */
export interface Readiness {
  /** Says what a part waits for; undefined: nothing, it is ready. */
  set(part: string, waitsFor: string | undefined): void;
  /** Has a part that was ready looked at whenever somebody asks: a connection may be lost later. */
  watch(part: string, isReady: () => boolean): void;
  /** From now on nothing is ready any more. */
  stop(): void;
  now(): { readonly ready: boolean; readonly words: string };
}

export function openReadiness(): Readiness {
  const waiting = new Map<string, string>();
  const watched = new Map<string, () => boolean>();
  let stopping = false;
  return {
    set(part, waitsFor) {
      if (waitsFor === undefined) waiting.delete(part);
      else waiting.set(part, waitsFor);
    },
    stop() {
      stopping = true;
    },
    watch: (part, isReady) => void watched.set(part, isReady),
    now() {
      const lost = [...watched].filter(([part, isReady]) => !waiting.has(part) && !isReady());
      const words = [
        ...(stopping ? ['stopping'] : []),
        ...[...waiting].map(([part, why]) => `${part}: ${why}`),
        ...lost.map(([part]) => `${part}: the connection is lost and being mended`),
      ];
      return { ready: words.length === 0, words: words.join('; ') || 'ready' };
    },
  };
}
