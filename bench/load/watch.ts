import { setTimeout as pause } from 'node:timers/promises';
import type { BotProcess } from '../../test/soak/bot-process.ts';

/** The bot, looked at about every second while it works. */
export interface Look {
  /** Milliseconds since the watch began. */
  readonly at: number;
  /** Resident memory, MB. */
  readonly rss: number;
  /** 99th percentile of the event loop's delay since the last look, ms. */
  readonly lag: number;
}

const EVERY = 1_000;

/** @returns the looks so far, and an end to them */
export function watch(bot: BotProcess): { readonly looks: readonly Look[]; stop(): Promise<void> } {
  const looks: Look[] = [];
  const over = new AbortController();
  const since = performance.now();
  async function look(): Promise<void> {
    // Each reading of the metrics begins the delay's count anew.
    const lag = await bot.metric('nodejs_eventloop_lag_p99_seconds');
    const rss = await bot.metric('process_resident_memory_bytes');
    if (Number.isFinite(rss))
      looks.push({ at: performance.now() - since, rss: rss / 2 ** 20, lag: lag * 1e3 });
  }
  const done = (async () => {
    while (!over.signal.aborted) {
      await look();
      await pause(EVERY, undefined, { signal: over.signal }).catch(() => {});
    }
  })();
  return {
    looks,
    stop: async () => {
      over.abort();
      await done;
      await look();
    },
  };
}
