import type { ChatEvent } from '../kernel/chat-event.ts';
import { ANCHORS, anchorFacts } from './anchors.ts';
import { type ChannelMemory, type Clock, channelMemory } from './channel.ts';
import { channelLog } from './channel-log.ts';
import { during } from './during.ts';
import { type ChannelExport, exportChannel } from './export.ts';
import { exportPerson, type PersonExport } from './export-person.ts';
import { type Forgotten, forgetChannel, forgetPerson, forgetThread } from './forget.ts';
import { type EventId, type ForgottenMarks, forgottenMarks } from './forgotten.ts';
import { type GuardFacts, guardFacts } from './guards.ts';
import { keyOf } from './keys.ts';
import { type Ledger, openLedger } from './ledger.ts';
import { type LimitFacts, limitFacts } from './limits.ts';
import { ownMark } from './mark.ts';
import { type MergedLog, mergedLog } from './merged-log.ts';
import { BEAT, openProcesses, type Processes } from './processes.ts';
import { openRuns, type Runs } from './runs.ts';
import { migrate } from './schema.ts';
import { channelOf, listSessions, type SessionEntry, sessionBase } from './sessions.ts';
import { openStore, type Store } from './store.ts';
import { heardIn, textsIn } from './traces.ts';

export interface Memory {
  /** The session of a channel, or of a thread in it; the same name in another workspace is another channel. */
  channel(id: string, workspace?: string, thread?: string): ChannelMemory;
  /**
   * The same for the turn of an event: of an event that is forgotten meanwhile, and of forgotten texts
   * that are older than it, nothing is written.
   */
  during(event: EventId & Pick<ChatEvent, 'channel'>, thread?: string): ChannelMemory;
  /** What is remembered of a channel and its threads, open or closed; the last used first. */
  sessions(workspace: string, channel: string): Promise<readonly SessionEntry[]>;
  /** The logs of a channel and its threads, read as one. */
  log(workspace: string, channel: string): MergedLog;
  readonly ledger: Ledger;
  limits(workspace: string): LimitFacts;
  /** Guards against collapse, of a channel with its threads. */
  guards(workspace: string, channel: string): GuardFacts;
  readonly runs: Runs;
  /** Everything of a channel and its threads; see {@link forgetChannel}. */
  forgetChannel(workspace: string, channel: string): Promise<Forgotten>;
  /** Everything of a person in a workspace; see {@link forgetPerson} for what goes with it. */
  forgetPerson(workspace: string, person: string): Promise<Forgotten>;
  /** Everything of one session; see {@link forgetThread}. */
  forgetThread(workspace: string, channel: string, thread: string | undefined): Promise<Forgotten>;
  export(workspace: string, channel: string): Promise<ChannelExport>;
  exportPerson(workspace: string, person: string): Promise<PersonExport>;
  close(): Promise<void>;
}

export interface MemoryOptions {
  /** `DOTP_HOME`; the embedded store is its folder `store`. */
  readonly home: string;
  readonly clock?: Clock;
  /** Answers turns: shows the other processes that it lives, and takes up what they leave unfinished. */
  readonly serve?: boolean;
}

/**
 * What dotp remembers between turns and between starts.
 *
 * @param url  `DOTP_STORE`: undefined or empty for the embedded store, `redis://…`, or `memory:` for one that ends with the process
 * @throws {MemoryError} `store-unknown`, `store-unopened`, `redis-address`, `redis-unreachable`, `redis-refused`, `redis-timeout`, `schema-newer`, `corrupt`
 */
export async function openMemory(
  url: string | undefined,
  { home, clock = Date.now, serve = false }: MemoryOptions,
): Promise<Memory> {
  const store = openStore(url, home);
  try {
    await migrate(store, clock);
    const processes = openProcesses(store.space('processes'), ownMark(), clock);
    const stop = serve ? await beating(processes) : async () => {};
    const close = async () => {
      await stop();
      await store.close();
    };
    return memoryOf(store, { processes, clock, serves: serve, close });
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** Shows that this process lives until it is told to stop; a beat that fails is made up for by the next. */
async function beating(processes: Processes): Promise<() => Promise<void>> {
  await processes.beat();
  let last: Promise<void> | undefined;
  const timer = setInterval(() => {
    last ??= processes
      .beat()
      .catch(() => {})
      .finally(() => {
        last = undefined;
      });
  }, BEAT).unref();
  return async () => {
    clearInterval(timer);
    await last;
    await processes.leave().catch(() => {}); // then the others find out by themselves
  };
}

interface Opened {
  readonly processes: Processes;
  readonly clock: Clock;
  readonly serves: boolean;
  close(): Promise<void>;
}

function memoryOf(store: Store, { processes, clock, serves, close }: Opened): Memory {
  const tick = rising(clock);
  const ledgerSpace = (kind: string) => store.space(keyOf('ledger', kind));
  const spaces = { turns: ledgerSpace('turns'), open: ledgerSpace('open'), over: ledgerSpace('over') };
  const marks = forgottenMarks(spaces, clock);
  const ledger = openLedger({ spaces, marks, processes, clock, serves });
  const at = (base: string, from = store): ChannelMemory => {
    const space = (kind: string) => from.space(`${base}/${kind}`);
    const spaces = { facts: space('facts'), turns: space('turns'), people: space('people') };
    const anchors = anchorFacts(from.space(`${channelOf(base)}/${ANCHORS}`), spaces.facts, tick);
    return channelMemory(spaces, channelLog(from, base), anchors, tick);
  };
  const storeDuring = (event: EventId) =>
    during(store, (value, key) => isForgotten(marks, event, value, key));
  const forgetting = { store, ledger, marks };
  return {
    channel: (id, workspace = 'local', thread = undefined) => at(sessionBase(workspace, id, thread)),
    during: (event, thread) => at(sessionBase(event.workspace, event.channel, thread), storeDuring(event)),
    sessions: (workspace, channel) => listSessions({ store, at }, workspace, channel),
    log: (workspace, channel) => mergedLog({ store, at }, workspace, channel),
    ledger,
    limits: (workspace) => limitFacts(store, workspace),
    guards: (workspace, channel) => guardFacts(store, workspace, channel),
    runs: {
      enter: (event) => openRuns(storeDuring(event)).enter(event),
      leave: (event) => openRuns(store).leave(event),
    },
    forgetChannel: (workspace, channel) => forgetChannel(forgetting, workspace, channel),
    forgetPerson: (workspace, person) => forgetPerson(forgetting, workspace, person),
    forgetThread: (workspace, channel, thread) => forgetThread(forgetting, workspace, channel, thread),
    export: (workspace, channel) => exportChannel({ store, ledger, at }, workspace, channel),
    exportPerson: (workspace, person) => exportPerson({ store, ledger, at }, workspace, person),
    close,
  };
}

async function isForgotten(
  marks: ForgottenMarks,
  event: EventId,
  value: unknown,
  key: string,
): Promise<boolean> {
  if (await marks.hasEvent(event.id)) return true;
  for (const text of [...textsIn(value, key), ...heardIn(value)])
    if (await marks.hasText(event, text)) return true;
  return false;
}

/** A clock that never gives the same millisecond twice nor goes back, so that turns of one process keep their order. */
function rising(clock: Clock): Clock {
  let last = 0;
  return () => {
    last = Math.max(clock(), last + 1);
    return last;
  };
}
