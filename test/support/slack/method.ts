import type { Emulated } from './emulated.ts';
import type { Json } from './json.ts';
import type { Refused } from './limits.ts';
import type { Log } from './log.ts';
import { BOT, type Channel, isOwn, messageEventOf, TEAM, type Workspace } from './workspace.ts';

/** What the methods of the Web API work with. */
export interface Front {
  readonly workspace: Workspace;
  readonly emulated: Emulated;
  readonly log: Log;
  /** `http://127.0.0.1:…` */
  readonly origin: string;
  /** Sends an event to the bot. Not waited for: Slack answers the call at once. */
  tell(event: Json): void;
}

/** A method that the emulator alone does not do as Slack does. */
export type Method = (args: Json, front: Front) => Promise<Json>;

export const refusal = (error: string, more: Json = {}): Json => ({ ok: false, error, ...more });

/** As Slack words it: the error, and every rule that was broken. */
export function refused({ log }: Front, method: string, why: Refused): Json {
  log.broke(method, why.rules);
  const messages = why.rules.map(({ rule, found }) => `[ERROR] ${rule}: ${found}`);
  return refusal(why.error, { response_metadata: { messages } });
}

/** Why nothing can be said in a channel; undefined where it can. Of a closed one that it is not in, the bot does not learn. */
export function shut({ workspace }: Front, channel: string): Json | undefined {
  const place = workspace.channels.get(channel);
  if (place === undefined || (place.kind !== 'channel' && !place.joined)) return refusal('channel_not_found');
  if (!place.joined) return refusal('not_in_channel');
  return place.archived ? refusal('is_archived') : undefined;
}

/** A message as Slack gives it out: the bot's own say so, and no metadata unless asked for. */
export function asSlackGives(message: Json, metadata = false): Json {
  const { metadata: hidden, ...rest } = message;
  const shown = metadata && hidden !== undefined ? { metadata: hidden } : {};
  return {
    ...rest,
    ...shown,
    ...(isOwn(message) ? { bot_id: BOT.bot, app_id: BOT.app } : {}),
    team: TEAM.id,
  };
}

/** A `message` event, where the bot is in the channel and its manifest asks for that kind. */
export function tellMessage({ workspace, tell }: Front, channel: string, message: Json): void {
  const place = workspace.channels.get(channel);
  if (place === undefined || !hears(workspace, place)) return;
  tell({ type: 'message', channel, channel_type: place.kind, event_ts: message.ts, ...message });
}

export const hears = ({ events }: Workspace, place: Channel): boolean =>
  place.joined && events.has(messageEventOf(place));
