import type { CallOptions, OnProgress } from '../kernel/progress.ts';
import { cancelled, closed } from './errors.ts';
import { lentRunner } from './lent-runner.ts';
import { createDoor, type Door } from './pool-door.ts';
import type { Runner } from './runner.ts';

/** Several models in one process: each opened once, by its name, and only so many at a time. */
export interface ModelPool {
  /**
   * The model of a name, opened if need be; the signal ends the caller's waiting, not an opening that
   * others wait for too. What is lent may be kept: a model that was closed meanwhile opens again at
   * its next call. Closing it gives it back at once instead of after the rest.
   *
   * @throws what opening throws, again for who asks next time; {@link EngineError} `closed`, `cancelled`
   */
  open(name: string | undefined, options?: CallOptions): Promise<Runner>;
  /** Models that are open or being opened, the longest unused first. */
  readonly names: readonly string[];
  /** Ends openings and closes every model; no call is taken after it. */
  close(): Promise<void>;
}

export interface PoolOptions {
  /** @param name  `usual` where none was said */
  open(name: string | undefined, options: CallOptions): Promise<Runner>;
  /** What is meant where no name is given; undefined: found by `open` itself. */
  readonly usual: string | undefined;
  /** Open at once, at least 1: each holds its weights in memory. */
  readonly most: number;
  /** Milliseconds after a call in which a turn is taken to go on: what it waits between two calls. */
  readonly restMs?: number;
}

interface Kept {
  readonly name: string;
  readonly runner: Promise<Runner>;
  readonly listeners: Set<OnProgress>;
  calls: number;
  /** When the last call ended; −∞ once it was given back. */
  last: number;
}

/**
 * Where all places are taken, the model unused for longest is closed for the next one; one that works,
 * or has worked within the rest, is waited for.
 */
export function modelPool({ open, usual, most, restMs = 1_000 }: PoolOptions): ModelPool {
  const kept = new Map<string, Kept>(); // in the order of use
  const stop = new AbortController();
  const door: Door = createDoor();

  /** The model, counted as working until `leave`. */
  async function enter(name: string | undefined, options: CallOptions): Promise<Kept> {
    const key = name ?? usual ?? '';
    for (;;) {
      if (stop.signal.aborted) throw closed();
      if (options.signal?.aborted) throw cancelled();
      const there = kept.get(key);
      if (there !== undefined) return used(there);
      if (kept.size < most) return used(opened(key, Promise.resolve()));
      const [idle] = [...kept.values()].filter(isIdle);
      if (idle === undefined) await door.opens(options.signal, restLeft());
      else return used(opened(key, closing(idle)));
    }
  }

  const isIdle = ({ calls, last }: Kept): boolean => calls === 0 && performance.now() - last >= restMs;

  /** Until the first of the resting models may go; undefined while all work. */
  function restLeft(): number | undefined {
    const ends = [...kept.values()].filter(({ calls }) => calls === 0).map(({ last }) => last + restMs);
    return ends.length === 0 ? undefined : Math.max(1, Math.min(...ends) - performance.now());
  }

  function used(entry: Kept): Kept {
    entry.calls++;
    kept.delete(entry.name);
    kept.set(entry.name, entry);
    return entry;
  }

  function leave(entry: Kept, last: number): void {
    entry.calls--;
    entry.last = last;
    door.knock();
  }

  function opened(name: string, room: Promise<void>): Kept {
    const listeners = new Set<OnProgress>();
    const onProgress: OnProgress = (progress) => {
      for (const listen of listeners) listen(progress);
    };
    const runner = room.then(() => open(name || undefined, { signal: stop.signal, onProgress }));
    const entry: Kept = { name, runner, listeners, calls: 0, last: Number.NEGATIVE_INFINITY };
    kept.set(name, entry);
    runner.catch(() => {
      if (kept.get(name) === entry) kept.delete(name);
      door.knock();
    });
    return entry;
  }

  async function closing(entry: Kept): Promise<void> {
    kept.delete(entry.name);
    await (await entry.runner).close();
  }

  async function within<T>(
    name: string | undefined,
    options: CallOptions,
    job: (runner: Runner) => Promise<T>,
  ): Promise<T> {
    const entry = await enter(name, options);
    const { onProgress } = options;
    if (onProgress !== undefined) entry.listeners.add(onProgress);
    try {
      const runner = await door.unless(options.signal, entry.runner);
      return await job(runner);
    } finally {
      if (onProgress !== undefined) entry.listeners.delete(onProgress);
      leave(entry, performance.now());
    }
  }

  return {
    get names() {
      return [...kept.keys()];
    },
    async open(name, options = {}) {
      await within(name, options, async () => {});
      return lentRunner(
        (how, job) => within(name, how, job),
        () => {
          const entry = kept.get(name ?? usual ?? '');
          if (entry === undefined) return;
          entry.last = Number.NEGATIVE_INFINITY;
          door.knock();
        },
      );
    },
    async close() {
      stop.abort(closed());
      door.knock();
      const all = [...kept.values()];
      kept.clear();
      await Promise.all(all.map(async ({ runner }) => (await runner.catch(() => undefined))?.close()));
    },
  };
}
