import type { ApiCall } from './rest.ts';

type Path = ApiCall['path'];

/** Paths of Discord's API. */
export const ROUTES = {
  me: '/users/@me',
  direct: '/users/@me/channels',
  application: '/applications/@me',
  channel: (channel: string): Path => `/channels/${channel}`,
  messages: (channel: string): Path => `/channels/${channel}/messages`,
  message: (channel: string, message: string): Path => `/channels/${channel}/messages/${message}`,
  threads: (channel: string, message: string): Path => `/channels/${channel}/messages/${message}/threads`,
  callback: (id: string, token: string): Path => `/interactions/${id}/${token}/callback`,
  followUp: ({ application, token }: Hook): Path => `/webhooks/${application}/${token}`,
  /** @param message  a follow-up's id; without it the interaction's own reply */
  reply: ({ application, token }: Hook, message = '@original'): Path =>
    `/webhooks/${application}/${token}/messages/${encodeURIComponent(message)}`,
  commands: (application: string, guild: string | undefined): Path =>
    guild === undefined
      ? `/applications/${application}/commands`
      : `/applications/${application}/guilds/${guild}/commands`,
} as const;

/** Answers an interaction for 15 minutes, without the bot's own token. */
export interface Hook {
  readonly application: string;
  readonly token: string;
}
