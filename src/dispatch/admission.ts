import type { ChatEvent } from '../kernel/chat-event.ts';
import type { Memory } from '../memory/open.ts';
import { type Admission, admit } from './admit.ts';
import type { Cost } from './calls.ts';

/**
 * Whether the limits of its channel, of the person's roles and of the person let an event in; a refused
 * one is not counted. Who manages the place may always act on it: else nobody could take a limit back.
 */
export async function admission(event: ChatEvent, cost: Cost, memory: Memory): Promise<Admission> {
  if (event.address.manages === true && !cost.usesModel) return 'ok';
  const limits = memory.limits(event.workspace);
  const [channel, person, roles, runs] = await Promise.all([
    limits.of('channel', event.channel),
    limits.of('person', event.person.id),
    Promise.all(rolesOf(event).map((role) => limits.of('role', role))),
    cost.usesModel ? memory.runs.enter(event) : { channel: [], person: [] },
  ]);
  const said = admit({ channel, person, roles, runs, asks: cost }, event, event.receivedAt);
  if (said !== 'ok' && cost.usesModel) await memory.runs.leave(event);
  return said;
}

/** Adapters write them with spaces between. */
const rolesOf = ({ address: { roles } }: ChatEvent): string[] =>
  typeof roles === 'string' ? roles.split(' ').filter(Boolean) : [];
