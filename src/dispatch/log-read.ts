import type { LogPoint } from '../analysis/log-finding.ts';
import type { LogEntry } from '../memory/channel-log.ts';
import type { MergedLog } from '../memory/merged-log.ts';
import { notPermitted } from './channel-errors.ts';
import type { Here } from './here.ts';

export type Over = 'session' | 'channel';

/**
 * The log of this session, or of the channel with all its threads.
 *
 * @throws {DispatchError} `not-permitted`: a channel's log names what was asked in every thread, private ones too
 */
export function logOver({ memory, workspace, channel, session, manages }: Here, over: Over): MergedLog {
  if (over === 'session') return session.log;
  if (!manages) throw notPermitted('read the log of a whole channel');
  return memory.log(workspace, channel);
}

export const pointOf = ({
  at,
  value,
  turn,
  command,
  text,
  model,
  by,
  thread,
}: LogEntry & { readonly thread?: string }): LogPoint => ({
  at,
  value,
  turn,
  command,
  text,
  ...(model !== undefined && { model }),
  ...(by !== undefined && { by: by.name, person: by.id }),
  ...(thread !== undefined && { thread }),
});
