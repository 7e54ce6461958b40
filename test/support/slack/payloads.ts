import type { Json } from './json.ts';
import { BOT, type Channel, nameOf, TEAM } from './workspace.ts';

/** Around everything that Slack delivers. `token` is deprecated, still there, and proves nothing. */
const COMMON = { token: 'deprecated', api_app_id: BOT.app, is_enterprise_install: false } as const;
const team = { id: TEAM.id, domain: TEAM.domain } as const;

/** @see https://docs.slack.dev/apis/events-api/#callback-field */
export const eventPayload = (event: Json, id: string): Json => ({
  token: COMMON.token,
  team_id: TEAM.id,
  api_app_id: BOT.app,
  type: 'event_callback',
  event_id: id,
  event_time: Math.floor(Date.now() / 1000),
  event,
  authorizations: [
    { enterprise_id: null, team_id: TEAM.id, user_id: BOT.user, is_bot: true, is_enterprise_install: false },
  ],
  is_ext_shared_channel: false,
  event_context: `4-${id}`,
});

export interface Act {
  readonly person: string;
  readonly channel: Channel;
  readonly trigger: string;
  readonly responseUrl: string;
}

/** @see https://docs.slack.dev/interactivity/implementing-slash-commands#app_command_handling */
export const slashPayload = (
  { person, channel, trigger, responseUrl }: Act,
  command: string,
  text: string,
): Json => ({
  ...COMMON,
  is_enterprise_install: 'false',
  team_id: TEAM.id,
  team_domain: TEAM.domain,
  channel_id: channel.id,
  channel_name: channel.kind === 'group' ? 'privategroup' : channel.name,
  user_id: person,
  user_name: nameOf(person),
  command,
  text,
  response_url: responseUrl,
  trigger_id: trigger,
});

const userOf = (person: string): Json => ({
  id: person,
  username: nameOf(person),
  name: nameOf(person),
  team_id: TEAM.id,
});

const interaction = ({ person, channel, trigger, responseUrl }: Act): Json => ({
  ...COMMON,
  user: userOf(person),
  team,
  enterprise: null,
  channel: { id: channel.id, name: channel.kind === 'group' ? 'privategroup' : channel.name },
  trigger_id: trigger,
  response_url: responseUrl,
});

/** @see https://docs.slack.dev/reference/interaction-payloads/block_actions-payload */
export const actionsPayload = (act: Act, message: Json, action: Json): Json => ({
  ...interaction(act),
  type: 'block_actions',
  container: {
    type: 'message',
    message_ts: message.ts,
    channel_id: act.channel.id,
    is_ephemeral: false,
    ...(message.thread_ts === undefined ? {} : { thread_ts: message.thread_ts }),
  },
  message,
  state: { values: {} },
  actions: [action],
});

/** A button of the bot's own page: there is no channel and no response address. */
export const homeActionsPayload = (person: string, trigger: string, view: Json, action: Json): Json => ({
  ...COMMON,
  type: 'block_actions',
  user: userOf(person),
  team,
  enterprise: null,
  trigger_id: trigger,
  container: { type: 'view', view_id: view.id },
  view,
  actions: [action],
});

/** @see https://docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload */
export const shortcutPayload = (act: Act, callback: string, message: Json): Json => ({
  ...interaction(act),
  type: 'message_action',
  action_ts: message.ts,
  callback_id: callback,
  message_ts: message.ts,
  message,
});

/** @see https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload */
export const submissionPayload = (person: string, trigger: string, view: Json): Json => ({
  ...COMMON,
  type: 'view_submission',
  team,
  user: userOf(person),
  enterprise: null,
  trigger_id: trigger,
  view,
  response_urls: [],
});
