import { type ChannelMemory, type Clock, channelMemory } from './channel.ts';
import { type ChannelExport, exportChannel } from './export.ts';
import { forgetChannel, forgetPerson } from './forget.ts';
import { keyOf } from './keys.ts';
import { type Ledger, openLedger } from './ledger.ts';
import { type LimitFacts, limitFacts } from './limits.ts';
import { openRuns, type Runs } from './runs.ts';
import { migrate } from './schema.ts';
import { openStore } from './store.ts';

export interface Memory {
  /** The session of a channel, or of a thread in it; the same name in another workspace is another channel. */
  channel(id: string, workspace?: string, thread?: string): ChannelMemory;
  readonly ledger: Ledger;
  limits(workspace: string): LimitFacts;
  readonly runs: Runs;
  /** Everything of a channel and its threads; see {@link forgetChannel}. */
  forgetChannel(workspace: string, channel: string): Promise<void>;
  /** Everything of a person in a workspace; see {@link forgetPerson} for what goes with it. */
  forgetPerson(workspace: string, person: string): Promise<void>;
  export(workspace: string, channel: string): Promise<ChannelExport>;
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
  const ledger = openLedger(store.space(keyOf('ledger', 'turns')), store.space(keyOf('ledger', 'open')));
  const at = (base: string): ChannelMemory => {
    const space = (kind: string) => store.space(`${base}/${kind}`);
    return channelMemory({ facts: space('facts'), turns: space('turns'), people: space('people') }, tick);
  };
  return {
    channel: (id, workspace = 'local', thread = undefined) =>
      at(keyOf('channel', workspace, id, ...(thread === undefined ? [] : ['thread', thread]))),
    ledger,
    limits: (workspace) => limitFacts(store, workspace),
    runs: openRuns(store),
    forgetChannel: (workspace, channel) => forgetChannel(store, ledger, workspace, channel),
    forgetPerson: (workspace, person) => forgetPerson(store, ledger, workspace, person),
    export: (workspace, channel) => exportChannel({ store, ledger, at }, workspace, channel),
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
