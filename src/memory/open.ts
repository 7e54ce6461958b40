import { type ChannelMemory, type Clock, channelMemory } from './channel.ts';
import { keyOf } from './keys.ts';
import { migrate } from './schema.ts';
import { openStore } from './store.ts';

export interface Memory {
  /** A channel's memory; the same name in another workspace is another channel. */
  channel(id: string, workspace?: string): ChannelMemory;
  close(): Promise<void>;
}

export interface MemoryOptions {
  /** `DOTP_HOME`; the embedded store is its folder `store`. */
  readonly home: string;
  readonly clock?: Clock;
}

/**
 * What dotp remembers between turns and between starts.
 *
 * @param url  `DOTP_STORE`: undefined or empty for the embedded store, `redis://…`, or `memory:` for one that ends with the process
 * @throws {MemoryError} `store-unknown`, `store-unopened`, `redis-address`, `redis-unreachable`, `redis-refused`, `redis-timeout`, `schema-newer`, `corrupt`
 */
export async function openMemory(
  url: string | undefined,
  { home, clock = Date.now }: MemoryOptions,
): Promise<Memory> {
  const store = openStore(url, home);
  try {
    await migrate(store);
  } catch (error) {
    await store.close();
    throw error;
  }
  const tick = rising(clock);
  return {
    channel(id, workspace = 'local') {
      const space = (kind: string) => store.space(keyOf('channel', workspace, id, kind));
      return channelMemory(space('facts'), space('turns'), tick);
    },
    close: () => store.close(),
  };
}

/** A clock that never gives the same millisecond twice nor goes back, so that turns of one process keep their order. */
function rising(clock: Clock): Clock {
  let last = 0;
  return () => {
    last = Math.max(clock(), last + 1);
    return last;
  };
}
