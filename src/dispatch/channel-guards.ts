import type { GuardsFinding } from '../analysis/guards-finding.ts';
import { TRIGGERS, type Trigger } from '../kernel/guard.ts';
import type { Here } from './here.ts';

/** The guards of a channel; those named are taken off first. */
export async function channelGuards(
  { memory, workspace, channel }: Here,
  off: Trigger | 'all' | undefined,
): Promise<GuardsFinding> {
  const facts = memory.guards(workspace, channel);
  const dropped: Trigger[] = [];
  for (const trigger of TRIGGERS)
    if ((off === 'all' || off === trigger) && (await facts.drop(trigger))) dropped.push(trigger);
  const left = await facts.all();
  return {
    kind: 'guards',
    method: 'read from what is kept of this channel',
    unit: 'threshold: feedings for recursive_depth, seq-rep-4 for repetition, nats for entropy, 0 to 1 for oscillation',
    control: dropped.length > 0 ? 'read again after it was written' : 'none: nothing was changed',
    caveats: [],
    guards: left.map(({ by, ...guard }) => ({ ...guard, by: by.name })),
    dropped,
  };
}
