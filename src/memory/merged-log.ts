import type { ChannelMemory } from './channel.ts';
import type { ChannelLog, LogEntry } from './channel-log.ts';
import { sessionBases } from './sessions.ts';
import type { Store } from './store.ts';

/** What can be read of a log. */
export interface MergedLog extends Pick<ChannelLog, 'metrics'> {
  /** The last `n` entries of a metric, oldest first, each with its thread; no other entry is read. */
  last(metric: string, n: number): Promise<readonly (LogEntry & { readonly thread?: string })[]>;
}

/**
 * The logs of a channel's sessions, read as one: of each session at most `n` keys, of all together `n` entries.
 *
 * @param at  the session whose namespaces begin so
 */
export function mergedLog(
  { store, at }: { store: Store; at: (base: string) => ChannelMemory },
  workspace: string,
  channel: string,
): MergedLog {
  const logs = async () =>
    (await sessionBases(store, workspace, channel)).map(({ base, ...thread }) => ({
      log: at(base).log,
      thread,
    }));
  return {
    async metrics() {
      const names = await Promise.all((await logs()).map(({ log }) => log.metrics()));
      return [...new Set(names.flat())].sort();
    },
    async last(metric, n) {
      const all = await logs();
      const found = await Promise.all(
        all.map(async (each) => (await each.log.lastKeys(metric, n)).map((key) => ({ key, ...each }))),
      );
      const newest = found
        .flat()
        .sort((a, b) => (a.key < b.key ? 1 : -1))
        .slice(0, n)
        .reverse();
      const read = newest.map(async ({ key, log, thread }) =>
        (await log.read(metric, [key])).map((entry) => ({ ...entry, ...thread })),
      );
      return (await Promise.all(read)).flat();
    },
  };
}
