import { LRUCache } from 'lru-cache';
import type { HookName } from '../kernel/hooks.ts';
import type { Tensor } from '../kernel/tensor.ts';

/** Logits of the last position alone; a run whose `logits` are kept serves these too. */
export const LAST_LOGITS = 'logits of the last position';

/**
 * Tensors of recent runs, by the run's key (see traceKey), least recently used ones dropped when
 * their bytes pass the limit. What comes out is what is kept: copy before handing it on.
 */
export interface TraceCache {
  /** Those of the asked hooks that are kept. */
  find(key: string, hooks: readonly HookName[]): Map<HookName, Tensor>;
  /** Adds tensors to what is kept of a run. */
  add(key: string, hooks: ReadonlyMap<HookName, Tensor>): void;
  clear(): void;
}

export function createTraceCache(maxBytes: number): TraceCache {
  const runs = new LRUCache<string, ReadonlyMap<HookName, Tensor>>({
    maxSize: Math.max(1, maxBytes),
    sizeCalculation: bytesOf,
  });
  return {
    find(key, hooks) {
      const kept = runs.get(key) ?? new Map<HookName, Tensor>();
      const found = new Map<HookName, Tensor>();
      for (const hook of hooks) {
        const tensor = kept.get(hook) ?? (hook === LAST_LOGITS ? lastOf(kept.get('logits')) : undefined);
        if (tensor !== undefined) found.set(hook, tensor);
      }
      return found;
    },
    add: (key, hooks) => void runs.set(key, new Map([...(runs.peek(key) ?? []), ...hooks])),
    clear: () => runs.clear(),
  };
}

/** At least 1: lru-cache refuses sizes of nothing. */
const bytesOf = (hooks: ReadonlyMap<HookName, Tensor>): number =>
  Array.from(hooks.values()).reduce((sum, { data }) => sum + data.byteLength, 1);

/** `[1, n, vocab]` → `[1, 1, vocab]`, a view. */
function lastOf(logits: Tensor | undefined): Tensor | undefined {
  if (logits === undefined) return undefined;
  const vocab = logits.shape.at(-1) ?? 0;
  return { shape: [1, 1, vocab], data: logits.data.subarray(logits.data.length - vocab) };
}
