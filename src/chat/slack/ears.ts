import type { Desk } from '../../kernel/desk.ts';
import type { Log } from '../../kernel/log.ts';
import { shortId } from '../../kernel/short-id.ts';
import type { Calls } from './calls.ts';
import { failureMessage } from './failure-message.ts';
import type { Intake } from './intake.ts';
import { respondTo } from './respond.ts';

/** What listeners work with. */
export interface Ears {
  readonly calls: Calls;
  readonly desk: Desk;
  readonly intake: Intake;
  readonly log: Log;
  /** What ids of controls are signed with. */
  readonly key: Uint8Array;
}

/** Tells one person, by the response_url of what she did, what is wrong with it. Never throws. */
export function refuse(
  { log }: Ears,
  error: unknown,
  { response_url, trigger_id }: { readonly response_url?: string | undefined; readonly trigger_id: string },
): void {
  const id = shortId({ platform: 'slack', id: trigger_id });
  log.info('What was pressed in Slack was refused.', { id, error });
  if (response_url === undefined) return;
  respondTo(response_url, failureMessage(error, id)).catch(() => {});
}
