import type { ChannelMemory, SessionFacts, Turn } from './channel.ts';
import type { LoggedNumber } from './channel-log.ts';
import type { Participant, SessionPeople } from './people.ts';

/** A session as it is now, read only: what a shared file is made of. Turns are oldest first. */
export interface Snapshot {
  readonly session: SessionFacts;
  readonly standing: Awaited<ReturnType<SessionPeople['standing']>>;
  readonly participants: readonly Participant[];
  /** Each with who asked it, where that is known. */
  readonly turns: readonly Turn[];
  /** Numbers that the turns left. */
  readonly log: readonly LoggedNumber[];
}

/** @param most  turns kept, the last ones */
export async function snapshot(channel: ChannelMemory, most = Number.MAX_SAFE_INTEGER): Promise<Snapshot> {
  const [session, standing, participants, turns, log] = await Promise.all([
    channel.session(),
    channel.people.standing(),
    channel.people.participants(),
    channel.turns(most),
    channel.log.all(),
  ]);
  return { session, standing, participants, turns, log };
}
