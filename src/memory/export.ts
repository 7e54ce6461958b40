import type { ChatEvent } from '../kernel/chat-event.ts';
import type { Limits } from '../kernel/limits.ts';
import type { ChannelMemory } from './channel.ts';
import { channelPrefix } from './forget.ts';
import type { Ledger } from './ledger.ts';
import { limitFacts } from './limits.ts';
import { type Snapshot, snapshot } from './snapshot.ts';
import type { Store } from './store.ts';

/** All that is remembered of a channel, as one piece of JSON. */
export interface ChannelExport {
  /** Form of this object; another number is another form. */
  readonly schema: 'dotp-channel-export/1';
  readonly workspace: string;
  readonly channel: string;
  /** The channel itself and each of its threads: `thread` is absent for the first. */
  readonly sessions: readonly (Snapshot & { readonly thread?: string })[];
  readonly limits: Limits;
  /** What arrived from it, without the addresses for answering, which hold the platforms' tokens. */
  readonly events: readonly Omit<ChatEvent, 'address'>[];
}

/** @param at  the session whose namespaces begin so */
export async function exportChannel(
  { store, ledger, at }: { store: Store; ledger: Ledger; at: (base: string) => ChannelMemory },
  workspace: string,
  channel: string,
): Promise<ChannelExport> {
  const prefix = channelPrefix(workspace, channel);
  const bases = new Set((await store.namespaces(prefix)).map((name) => name.slice(0, name.lastIndexOf('/'))));
  const events = await ledger.events((event) => event.workspace === workspace && event.channel === channel);
  return {
    schema: 'dotp-channel-export/1',
    workspace,
    channel,
    sessions: await Promise.all(
      [...bases].sort().map(async (base) => ({ ...threadOf(base, prefix), ...(await snapshot(at(base))) })),
    ),
    limits: await limitFacts(store, workspace).of('channel', channel),
    events: events.map(({ address: _, ...event }) => event),
  };
}

/** The thread's name as its key has it: platforms' own ids are plain, others are read back. */
function threadOf(base: string, prefix: string): { thread?: string } {
  const name = base.slice(prefix.length).replace(/^thread\//, '');
  if (name === '') return {};
  const plain = name.replace(/%(.{4})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return { thread: plain };
}
