import type { ChatEvent } from '../kernel/chat-event.ts';
import type { Limits } from '../kernel/limits.ts';
import type { StandingAnchor } from './anchors.ts';
import type { ChannelMemory, Turn } from './channel.ts';
import type { LoggedNumber } from './channel-log.ts';
import { guardsSetBy, type PersonGuard } from './guards.ts';
import { keyOf } from './keys.ts';
import type { Ledger } from './ledger.ts';
import { limitFacts } from './limits.ts';
import type { Participant } from './people.ts';
import { workspaceSessions } from './sessions.ts';
import type { Store } from './store.ts';

/** What is remembered of one person in a workspace, as one piece of JSON. */
export interface PersonExport {
  /** Form of this object; another number is another form. */
  readonly schema: 'dotp-person-export/1';
  readonly workspace: string;
  readonly person: string;
  /** Where the person takes part or asked something; turns are the person's own. */
  readonly sessions: readonly {
    readonly channel: string;
    readonly thread?: string;
    readonly part?: Participant;
    readonly turns: readonly Turn[];
    readonly log: readonly LoggedNumber[];
  }[];
  /** Anchors that the person set. */
  readonly anchors: readonly (StandingAnchor & { readonly channel: string })[];
  readonly limits: Limits;
  /** Guards that the person set, and where. */
  readonly guards: readonly PersonGuard[];
  /** What the person said, without the addresses for answering. */
  readonly events: readonly Omit<ChatEvent, 'address'>[];
}

/**
 * Reads every session of the workspace. What others asked is not in it.
 *
 * @param at  the session whose namespaces begin so
 */
export async function exportPerson(
  { store, ledger, at }: { store: Store; ledger: Ledger; at: (base: string) => ChannelMemory },
  workspace: string,
  person: string,
): Promise<PersonExport> {
  const sessions: PersonExport['sessions'][number][] = [];
  const anchors = new Map<string, PersonExport['anchors'][number]>();
  for (const { base, ...place } of await workspaceSessions(store, workspace)) {
    const turns = await at(base).turns(Number.MAX_SAFE_INTEGER);
    const part = (await at(base).people.participants()).find(({ id }) => id === person);
    const own = turns.filter(({ by }) => by?.id === person);
    const log = (await at(base).log.all()).filter(({ by }) => by?.id === person);
    for (const anchor of await at(base).anchors.all())
      if (anchor.by.id === person)
        anchors.set(keyOf(place.channel, anchor.name), { channel: place.channel, ...anchor });
    if (part !== undefined || own.length > 0)
      sessions.push({ ...place, ...(part !== undefined && { part }), turns: own, log });
  }
  const said = await ledger.events((event) => event.workspace === workspace && event.person.id === person);
  return {
    schema: 'dotp-person-export/1',
    workspace,
    person,
    sessions,
    anchors: [...anchors.values()],
    limits: await limitFacts(store, workspace).of('person', person),
    guards: await guardsSetBy(store, workspace, person),
    events: said.map(({ address: _, ...event }) => event),
  };
}
