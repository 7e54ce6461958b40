import type { ChatEvent } from '../kernel/chat-event.ts';
import type { Limits } from '../kernel/limits.ts';
import type { StandingAnchor } from './anchors.ts';
import type { ChannelMemory } from './channel.ts';
import { guardFacts, type KeptGuard } from './guards.ts';
import type { Ledger } from './ledger.ts';
import { limitFacts } from './limits.ts';
import { sessionBase, sessionBases } from './sessions.ts';
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
  /** What the channel's model is to keep in mind. */
  readonly anchors: readonly StandingAnchor[];
  readonly limits: Limits;
  readonly guards: readonly KeptGuard[];
  /** What arrived from it, without the addresses for answering, which hold the platforms' tokens. */
  readonly events: readonly Omit<ChatEvent, 'address'>[];
}

/** @param at  the session whose namespaces begin so */
export async function exportChannel(
  { store, ledger, at }: { store: Store; ledger: Ledger; at: (base: string) => ChannelMemory },
  workspace: string,
  channel: string,
): Promise<ChannelExport> {
  const bases = await sessionBases(store, workspace, channel);
  const events = await ledger.events((event) => event.workspace === workspace && event.channel === channel);
  return {
    schema: 'dotp-channel-export/1',
    workspace,
    channel,
    sessions: await Promise.all(
      bases.map(async ({ base, ...thread }) => ({ ...thread, ...(await snapshot(at(base))) })),
    ),
    anchors: await at(sessionBase(workspace, channel, undefined)).anchors.all(),
    limits: await limitFacts(store, workspace).of('channel', channel),
    guards: await guardFacts(store, workspace, channel).all(),
    events: events.map(({ address: _, ...event }) => event),
  };
}
